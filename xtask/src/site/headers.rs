//! Rules that only headers can state: who may frame a page. `cargo xtask serve` sends them, and the file `_headers` gives them to hosts that read one
//! (Netlify, Cloudflare Pages). See docs/hosting.md.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::folder;

/// The file in `dist/`.
const FILE: &str = "_headers";

/// The page that everyone may frame.
const EMBEDDED: &str = "embed.html";

/// Headers of every file: its kind is what the host says, and a visit elsewhere does not tell from where.
/// Anyone may read it: a sandboxed frame, which is of no origin, gets modules from hosts that allow it only.
const EVERYWHERE: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("access-control-allow-origin", "*"),
];

/// Headers of pages that nobody may frame. The policy in the page holds beside it.
const UNFRAMED: (&str, &str) = ("content-security-policy", "frame-ancestors 'none'");

/// The headers of a file, by its name in `dist/`; an empty name is the page of a folder.
pub fn of(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let page = name.is_empty() || name.ends_with(".html");
    EVERYWHERE.into_iter().chain((page && name != EMBEDDED).then_some(UNFRAMED))
}

/// Writes the file for a built site at the root of its host.
///
/// # Errors
/// When the folder cannot be listed or the file not written.
pub fn write(dist: &Path) -> Result<()> {
    let mut text = String::from("/*\n");
    for (header, value) in EVERYWHERE {
        let _ = writeln!(text, "  {header}: {value}");
    }
    // Page by page: where two rules set a header, some hosts join the values.
    let pages = folder::files(dist)?.into_iter().filter(|name| name.ends_with(".html") && name != EMBEDDED);
    for page in std::iter::once(String::new()).chain(pages) {
        let _ = writeln!(text, "/{page}\n  {}: {}", UNFRAMED.0, UNFRAMED.1);
    }
    let path = dist.join(FILE);
    fs::write(&path, text).with_context(|| format!("{} could not be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_embedded_page_may_be_framed() {
        for name in ["", "index.html", "fr.html", "sources.html"] {
            assert!(of(name).any(|header| header == UNFRAMED), "{name}");
        }
        for name in ["embed.html", "embed.js", "wattpix-0.wasm"] {
            assert!(!of(name).any(|(header, _)| header == UNFRAMED.0), "{name}");
            assert!(of(name).any(|header| header == ("x-content-type-options", "nosniff")), "{name}");
        }
    }

    #[test]
    fn the_file_names_each_page() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["index.html", "fr.html", "embed.html", "embed.js"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        write(folder.path()).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        let rule = "\n  content-security-policy: frame-ancestors 'none'\n";
        for page in ["/", "/index.html", "/fr.html"] {
            assert!(text.contains(&format!("\n{page}{rule}")), "{text}");
        }
        assert!(!text.contains("embed"), "{text}");
    }
}

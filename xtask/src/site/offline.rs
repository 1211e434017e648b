//! The service worker: written last, from the files that were really built, each with its hash.
//!
//! It keeps what answers a visit when the page has first been shown, in the language in which it was, and the parts of the program and the
//! pages that are asked for later on the next visit. The program's folder carries one hash for all of its files: a page takes its parts from
//! that folder alone, whichever version is the newest.
//! Files that other sites name (`embed.js`, pictures) are left to the network. A version is the hash of all names and hashes, so
//! two builds of the same files are one version.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::comments;
use super::fingerprint::Fingerprinted;
use super::folder;
use crate::sizes::{self, Load, SERVICE_WORKER};

/// The script; the braces are filled in by [`write()`].
const SCRIPT: &str = include_str!("worker.js");

/// Files by name, with their `integrity`.
type Files = BTreeMap<String, String>;

/// Content of the copy of a site.
#[derive(Default)]
struct Copy {
    /// Files that answer a visit.
    first: Files,
    /// Further files that answer a visit to a page in another language, by the page.
    by_page: BTreeMap<String, Files>,
    /// Files asked for later, those of the visits included.
    later: Files,
}

/// Writes the service worker of a built site.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(dist: &Path) -> Result<()> {
    let mut contents = Vec::new();
    for name in folder::files(dist)? {
        let path = dist.join(&name);
        let content = fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
        contents.push((name, content));
    }
    let pages = sizes::first_pages(&contents);
    let mut copy = Copy::default();
    for (name, content) in contents {
        let load = sizes::load(&name, &pages);
        if name == SERVICE_WORKER || name == "embed.js" || (load == Load::Other && !name.ends_with(".html")) {
            continue;
        }
        let integrity = integrity(&content);
        if load == Load::FirstVisit {
            copy.first.insert(name, integrity);
            continue;
        }
        for page in pages.iter().filter(|page| page.loads(&name)) {
            copy.by_page.entry(page.name.clone()).or_default().insert(name.clone(), integrity.clone());
        }
        copy.later.insert(name, integrity);
    }
    let path = dist.join(SERVICE_WORKER);
    fs::write(&path, script(&copy)).with_context(|| format!("{} could not be written", path.display()))
}

/// A hash as browsers check it. SHA-256, because a hash cannot be compressed: the worker would be 0.8 kB larger with the pages' SHA-384.
fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}

fn script(copy: &Copy) -> String {
    let (first, later) = (object(&copy.first), object(&copy.later));
    let by_page: String =
        copy.by_page.iter().map(|(page, files)| format!("\n  {page:?}: {},", object(files))).collect();
    let by_page = format!("{{{by_page}\n}}");
    let code = comments::without(SCRIPT);
    let content = format!("{first}{by_page}{later}{code}");
    let version = Fingerprinted::new("version", "", content.into_bytes());
    let version = version.name().trim_start_matches("version-").trim_end_matches('.');
    code.replace("{version}", version)
        .replace("{first}", &first)
        .replace("{by_page}", &by_page)
        .replace("{later}", &later)
}

/// Returns files as an object of JavaScript. Names of files are letters, digits and `.-_/`, hashes are base64: nothing to escape but by `{:?}`.
fn object(files: &Files) -> String {
    let mut object = "{".to_owned();
    for (name, integrity) in files {
        // Writing to a string does not fail.
        let _ = write!(object, "\n  {name:?}: {integrity:?},");
    }
    object + "\n}"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Files {
        pairs.iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn a_version_is_its_files() {
        let of = |index: &str| Copy {
            first: files(&[("index.html", index)]),
            by_page: [("fr.html".to_owned(), files(&[("fr.html", "sha384-f")]))].into(),
            later: files(&[("b.js", "sha384-b")]),
        };
        let one = script(&of("sha384-a"));
        assert!(one.contains("\"index.html\": \"sha384-a\"") && one.contains("\"b.js\": \"sha384-b\""));
        assert!(one.contains("\"fr.html\": {\n  \"fr.html\": \"sha384-f\","), "{one}");
        for brace in ["{version}", "{first}", "{by_page}", "{later}"] {
            assert!(!one.contains(brace), "{brace}");
        }
        assert_eq!(one, script(&of("sha384-a")));
        let version =
            |script: &str| script.lines().find(|line| line.starts_with("const VERSION")).map(str::to_owned);
        assert_ne!(version(&one), version(&script(&of("sha384-x"))));
    }
}

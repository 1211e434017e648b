//! The service worker: written last, from the files that were really built, each with its hash.
//!
//! It keeps what answers a visit when the page has first been shown, and the programs and pages that are asked for later on the next visit.
//! Files that other sites name (`embed.js`, pictures) are left to the network. A version is the hash of all names and hashes, so
//! two builds of the same files are one version.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::fingerprint::Fingerprinted;
use super::folder;
use crate::sizes::{self, Load};

/// The script's name in `dist/`. It stays: browsers ask for it again by this name.
pub const WORKER: &str = "sw.js";

/// The script; the braces are filled in by [`write()`].
const SCRIPT: &str = include_str!("worker.js");

/// Files by name, with their `integrity`.
type Files = BTreeMap<String, String>;

/// Writes the service worker of a built site.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let index =
        fs::read_to_string(&index).with_context(|| format!("{} could not be read", index.display()))?;
    let (mut first, mut later) = (Files::new(), Files::new());
    for name in folder::files(dist)? {
        let kept = match sizes::load(&name, &index) {
            _ if name == WORKER || name == "embed.js" => continue,
            Load::FirstVisit => &mut first,
            Load::OnDemand => &mut later,
            Load::Other if name.ends_with(".html") => &mut later,
            Load::Other => continue,
        };
        let integrity = Fingerprinted::read(&dist.join(&name))?.integrity().to_owned();
        kept.insert(name, integrity);
    }
    let path = dist.join(WORKER);
    fs::write(&path, script(&first, &later))
        .with_context(|| format!("{} could not be written", path.display()))
}

fn script(first: &Files, later: &Files) -> String {
    let (first, later) = (object(first), object(later));
    let content = format!("{first}{later}{SCRIPT}");
    let version = Fingerprinted::new("version", "", content.into_bytes());
    let version = version.name().trim_start_matches("version-").trim_end_matches('.');
    SCRIPT.replace("{version}", version).replace("{first}", &first).replace("{later}", &later)
}

/// As an object of JavaScript. Names of files are letters, digits and `.-_/`, hashes are base64: nothing to escape but by `{:?}`.
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
        let one = script(&files(&[("index.html", "sha384-a")]), &files(&[("b.js", "sha384-b")]));
        assert!(one.contains("\"index.html\": \"sha384-a\"") && one.contains("\"b.js\": \"sha384-b\""));
        assert!(!one.contains("{version}") && !one.contains("{first}") && !one.contains("{later}"));
        assert_eq!(one, script(&files(&[("index.html", "sha384-a")]), &files(&[("b.js", "sha384-b")])));
        let version =
            |script: &str| script.lines().find(|line| line.starts_with("const VERSION")).map(str::to_owned);
        let other = script(&files(&[("index.html", "sha384-x")]), &files(&[("b.js", "sha384-b")]));
        assert_ne!(version(&one), version(&other));
    }
}

//! The version, in every file that states it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// A file that states the version, and the text before it on its line.
const STATED: [(&str, &str); 4] = [
    ("Cargo.toml", "version = \""),
    ("packages/npm/package.json", "  \"version\": \""),
    ("CITATION.cff", "version: "),
    ("CHANGELOG.md", "## "),
];

/// Files that take the workspace's version.
const TAKEN: [(&str, &str); 2] = [
    ("packages/python/pyproject.toml", "dynamic = [\"version\"]"),
    ("packages/measure/pyproject.toml", "dynamic = [\"version\"]"),
];

/// Returns the version of the workspace.
///
/// # Errors
/// A file that states another, or none.
pub fn of_everything(root: &Path) -> Result<String> {
    let read =
        |name: &str| fs::read_to_string(root.join(name)).with_context(|| format!("{name} could not be read"));
    let mut stated = Vec::new();
    for (name, before) in STATED {
        let version = stated_in(&read(name)?, before).with_context(|| format!("{name} states no version"))?;
        stated.push((name, version));
    }
    let (first, version) = stated.first().cloned().unwrap_or_default();
    for (name, other) in &stated {
        ensure!(*other == version, "{first} states version {version}, {name} {other}; make them one");
    }
    for (name, line) in TAKEN {
        ensure!(read(name)?.lines().any(|one| one == line), "{name} has no line {line}");
    }
    Ok(version)
}

/// Returns the first version after that text at the start of a line.
fn stated_in(text: &str, before: &str) -> Option<String> {
    let rest = text.lines().find_map(|line| line.strip_prefix(before))?;
    let version: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || ".-+".contains(*c)).collect();
    (!version.is_empty()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_stands_everywhere() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert_eq!(of_everything(&root).unwrap(), env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn another_version_is_named_with_its_file() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let copy = tempfile::tempdir().unwrap();
        for (name, _) in STATED.iter().chain(&TAKEN) {
            let to = copy.path().join(name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(root.join(name), to).unwrap();
        }
        assert!(of_everything(copy.path()).is_ok());
        fs::write(copy.path().join("CITATION.cff"), "cff-version: 1.2.0\nversion: 9.9.9\n").unwrap();
        let refusal = of_everything(copy.path()).unwrap_err().to_string();
        assert!(refusal.contains("CITATION.cff 9.9.9"), "{refusal}");
    }
}

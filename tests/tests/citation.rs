//! `CITATION.cff` names the version and the authors of the workspace.

use std::fs;
use std::path::Path;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)).unwrap()
}

/// The values of a key's lines, without quotation marks. A key is a line's first word, whatever stands before it.
fn values(text: &str, key: &str, separator: char) -> Vec<String> {
    let value = |line: &str| {
        let (name, value) = line.trim_start_matches([' ', '-']).split_once(separator)?;
        (name.trim() == key).then(|| value.trim().trim_matches('"').to_owned())
    };
    text.lines().filter_map(value).collect()
}

/// The one value of a key.
fn value(text: &str, key: &str, separator: char) -> String {
    let found = values(text, key, separator);
    assert_eq!(found.len(), 1, "{key}: {found:?}");
    found.into_iter().next().unwrap()
}

/// The lines of a table of `Cargo.toml`.
fn table(manifest: &str, name: &str) -> String {
    let start = format!("[{name}]");
    let lines = manifest.lines().skip_while(|line| *line != start).skip(1);
    lines.take_while(|line| !line.starts_with('[')).collect::<Vec<_>>().join("\n")
}

#[test]
fn citation_names_this_version_and_its_authors() {
    let citation = file("CITATION.cff");
    let package = table(&file("Cargo.toml"), "workspace.package");
    assert_eq!(value(&citation, "version", ':'), value(&package, "version", '='));
    let authors = value(&package, "authors", '=');
    let first = values(&citation, "name", ':').into_iter().next().unwrap();
    assert_eq!(authors, format!("[\"{first}\"]"));
    for licence in value(&package, "license", '=').split(" OR ") {
        assert!(citation.lines().any(|line| line.trim() == format!("- {licence}")), "{licence}");
    }
}

#[test]
fn packages_take_the_version_of_the_workspace() {
    // A version elsewhere would be one that nobody cites.
    for package in ["core", "measure", "tests", "web", "xtask"] {
        let manifest = file(&format!("{package}/Cargo.toml"));
        assert_eq!(value(&table(&manifest, "package"), "version.workspace", '='), "true", "{package}");
    }
}

#[test]
fn changelog_has_this_version() {
    let version = value(&table(&file("Cargo.toml"), "workspace.package"), "version", '=');
    let heading = format!("## {version}");
    assert!(file("CHANGELOG.md").lines().any(|line| line.starts_with(&heading)), "{heading}");
}

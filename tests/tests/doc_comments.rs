//! Style of doc comments: a function's begins with a verb, that of a type or field with a noun phrase, never with a question.

use std::fs;
use std::path::{Path, PathBuf};

/// Packages whose sources are read.
const FOLDERS: [&str; 6] = ["core", "web", "measure", "packages", "xtask", "tests"];

/// Words that no doc comment begins with: questions, and references to a name that the reader has yet to see.
const FORBIDDEN: [&str; 12] =
    ["What", "Whether", "How", "Which", "Whose", "Where", "Who", "Of", "For", "Its", "Their", "The same"];

/// Returns the lines on which doc comments begin with a forbidden word, counting from 1.
fn faults(source: &str) -> Vec<(usize, &str)> {
    let mut before = false;
    let mut faults = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let text = ["///", "//!"].iter().find_map(|mark| line.trim_start().strip_prefix(mark));
        let begins = text.is_some() && !before;
        before = text.is_some();
        let Some(text) = text.filter(|_| begins).map(str::trim_start) else { continue };
        let follows =
            |word: &str| text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if FORBIDDEN.iter().any(|word| follows(word)) {
            faults.push((number + 1, text));
        }
    }
    faults
}

/// Returns every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn doc_comments_begin_with_a_verb_or_a_noun_phrase() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut told = Vec::new();
    for path in FOLDERS.iter().flat_map(|folder| sources(&root.join(folder))) {
        let source = fs::read_to_string(&path).unwrap();
        told.extend(faults(&source).iter().map(|(line, text)| format!("{}:{line}: {text}", path.display())));
    }
    assert!(told.is_empty(), "say what it returns, does or is:\n{}", told.join("\n"));
}

#[test]
fn a_question_is_found_at_the_beginning_alone() {
    let source = "/// What it is.\nfn a() {}\n/// Returns it.\n/// Whatever it is.\n/// How so?\nfn b() {}\n//! Its name.\n";
    assert_eq!(faults(source), [(1, "What it is."), (7, "Its name.")]);
    assert_eq!(faults("/// Whatever is left.\nstruct A;\n"), []);
}

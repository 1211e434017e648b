//! `cargo xtask map`: a line for every module, from its own first sentence.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;

/// Folders that hold the project's Rust.
const FOLDERS: [&str; 7] =
    ["core", "web", "measure", "packages/npm/src", "packages/python/src", "xtask", "tests"];

/// Options of `cargo xtask map`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folders or files to list, such as core/src/model; everything without any
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Prints the first sentence of every module below the given paths.
///
/// # Errors
/// When a path does not exist, holds no Rust, or cannot be read.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let paths = if arguments.paths.is_empty() {
        FOLDERS.iter().map(PathBuf::from).collect()
    } else {
        arguments.paths.clone()
    };
    let mut map = String::new();
    for path in &paths {
        let modules = modules(&workspace.root().join(path))?;
        ensure!(
            !modules.is_empty(),
            "{} holds no Rust: name a folder such as core/src/model",
            path.display()
        );
        write(&mut map, workspace.root(), &modules)?;
    }
    match stdout().write_all(map.as_bytes()) {
        // A reader such as `head` has enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.context("the map cannot be printed"),
    }
}

/// Returns the Rust files at and below a path, sorted; those of a folder before those of its folders.
fn modules(path: &Path) -> Result<Vec<PathBuf>> {
    let about = || format!("{} cannot be read", path.display());
    if fs::metadata(path).with_context(about)?.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut entries = fs::read_dir(path)
        .and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
        })
        .with_context(about)?;
    entries.sort();
    let (folders, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.is_dir());
    let mut found: Vec<PathBuf> = files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    for folder in folders.iter().filter(|folder| !folder.ends_with("target")) {
        found.extend(modules(folder)?);
    }
    Ok(found)
}

/// Writes a line for each module, under a line for each folder.
fn write(map: &mut String, root: &Path, modules: &[PathBuf]) -> Result<()> {
    let name = |module: &Path| module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for folder in modules.chunk_by(|a, b| a.parent() == b.parent()) {
        let Some(path) = folder.first().and_then(|module| module.parent()) else { continue };
        writeln!(map, "{}", path.strip_prefix(root).unwrap_or(path).display())?;
        let width = folder.iter().map(|module| name(module).len()).max().unwrap_or(0);
        for module in folder {
            let text =
                fs::read_to_string(module).with_context(|| format!("{} cannot be read", module.display()))?;
            writeln!(map, "  {:width$}  {}", name(module), first_sentence(&text))?;
        }
    }
    Ok(())
}

/// Returns the first sentence of a module's documentation; empty without any.
fn first_sentence(module: &str) -> String {
    let paragraph: Vec<&str> = module
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = paragraph.join(" ");
    paragraph.split_once(". ").map_or(paragraph.clone(), |(first, _)| [first, "."].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_says_what_it_holds() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in FOLDERS {
            for module in modules(&root.join(folder)).unwrap() {
                let sentence = first_sentence(&fs::read_to_string(&module).unwrap());
                assert!(
                    sentence.ends_with(['.', ':']),
                    "{} begins with {sentence:?}: a module begins with a sentence about what it holds",
                    module.display()
                );
            }
        }
    }

    #[test]
    fn a_sentence_may_take_several_lines_and_ends_where_the_next_begins() {
        assert_eq!(
            first_sentence("//! Tables of\n//! words. They are\n//! checked.\n\nuse x;"),
            "Tables of words."
        );
        assert_eq!(first_sentence("//! Tables.\n//!\n//! More."), "Tables.");
        assert_eq!(first_sentence("use x;"), "");
    }
}

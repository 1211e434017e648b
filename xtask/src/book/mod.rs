//! `cargo xtask book`: the documentation as a book in `dist/docs/`, beside the site whose charts it shows.
//!
//! mdBook is a tool in `target/tools`, not a library of this program: it would add a hundred packages to the build before every calculator.

mod chapters;
mod files;
mod links;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::run as run_command;
use crate::workspace::Workspace;

/// The version of mdBook (crates.io, MPL-2.0) that builds the book. The book holds its scripts and styles.
const MDBOOK_VERSION: &str = "0.5.4";

/// Builds the book.
///
/// # Errors
/// When mdBook cannot be built, a chapter is missing, or a link leads nowhere.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mdbook = mdbook(workspace)?;
    let sources = workspace.target().join("book");
    // Chapters that are gone.
    let _ = fs::remove_dir_all(&sources);
    chapters::assemble(workspace, &sources)?;
    let book = workspace.dist().join("docs");
    run_command(Command::new(mdbook).arg("build").arg(&sources).arg("--dest-dir").arg(&book))?;
    let broken = links::broken(&book, workspace)?;
    if !broken.is_empty() {
        bail!("links that lead nowhere:\n{}", broken.join("\n"));
    }
    eprintln!("The book is in {}", book.display());
    Ok(())
}

/// Finds mdBook, or builds it into `target/tools`.
fn mdbook(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target().join("tools").join(format!("mdbook-{MDBOOK_VERSION}"));
    let program = folder.join("bin/mdbook");
    if !program.is_file() {
        eprintln!("Building mdBook {MDBOOK_VERSION} into {}", folder.display());
        let objects = workspace.target().join("mdbook");
        let mut install = Command::new("cargo");
        // Without optimisation it is quick enough for a book and built in a fraction of the time.
        install.current_dir(workspace.root()).args(["install", "--debug", "--locked", "mdbook"]);
        install.args(["--version", MDBOOK_VERSION, "--no-default-features", "--features", "search"]);
        install.arg("--root").arg(&folder).arg("--target-dir").arg(&objects);
        run_command(&mut install).context("mdBook could not be built")?;
        // Nothing is built twice.
        let _ = fs::remove_dir_all(objects);
    }
    Ok(program)
}

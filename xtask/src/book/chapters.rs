//! The book's sources, assembled in one folder.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::files::{Files, read};
use super::links::relinked;
use crate::workspace::Workspace;

/// Settings of mdBook, which lie beside the folder of the chapters.
const SETTINGS: [&str; 3] = ["book.toml", "theme/controls.js", "theme/head.hbs"];

/// Folder of the chapters.
const CHAPTERS: &str = "src";

/// Copies every file of the book into a folder, as mdBook reads it. Links between documents follow them; links to files that the book does not have become text.
///
/// # Errors
/// A file that cannot be read or written.
pub fn assemble(workspace: &Workspace, folder: &Path) -> Result<()> {
    let files = Files::of(workspace)?;
    for (place, chapter) in files.all() {
        let is_setting = SETTINGS.iter().any(|setting| chapter == Path::new(setting));
        let to = if is_setting { folder.join(chapter) } else { folder.join(CHAPTERS).join(chapter) };
        let from = workspace.root().join(place);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).with_context(|| format!("{} could not be made", parent.display()))?;
        }
        if place.extension().is_some_and(|extension| extension == "md") {
            let text = relinked(&read(&from)?, place, chapter, &files);
            fs::write(&to, text).with_context(|| format!("{} could not be written", to.display()))?;
        } else {
            fs::copy(&from, &to).with_context(|| format!("{} could not be copied", from.display()))?;
        }
    }
    Ok(())
}

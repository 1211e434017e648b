//! Files of the book: `docs/`, and documents that lie elsewhere in the repository.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// Folder of the book's own chapters.
const DOCS: &str = "docs";

/// Documents that are chapters too, by their places in the repository and in the book.
const ELSEWHERE: [(&str, &str); 5] = [
    ("ARCHITECTURE.md", "architecture.md"),
    ("CHANGELOG.md", "changelog.md"),
    ("CONTRIBUTING.md", "contributing.md"),
    ("packages/npm/README.md", "javascript.md"),
    ("packages/python/README.md", "python.md"),
];

/// Files of the book by their places in the repository and in the book.
pub struct Files(Vec<(PathBuf, PathBuf)>);

impl Files {
    /// Lists all files of the book.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        let mut files = Vec::new();
        list(workspace.root(), Path::new(DOCS), &mut files)?;
        files.extend(ELSEWHERE.map(|(place, chapter)| (PathBuf::from(place), PathBuf::from(chapter))));
        Ok(Self(files))
    }

    /// Files by their places, for tests.
    #[cfg(test)]
    pub fn of_pairs(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(place, chapter)| (place.into(), chapter.into())).collect())
    }

    /// Returns every file by its two places.
    pub fn all(&self) -> &[(PathBuf, PathBuf)] {
        &self.0
    }

    /// Returns the place in the book of a file of the repository, else of the chapter that a page of the book names by its place there; `None` where
    /// the book has neither.
    pub fn lead_to(&self, place: &Path, chapter: &Path) -> Option<&Path> {
        let of_repository = self.0.iter().find(|(known, _)| known == place);
        let found = of_repository.or_else(|| self.0.iter().find(|(_, known)| known == chapter))?;
        Some(&found.1)
    }
}

/// Lists the files below a folder of the repository.
fn list(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let entries =
        fs::read_dir(root.join(folder)).with_context(|| format!("{} could not be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let place = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            list(root, &place, files)?;
        } else {
            let chapter = place.strip_prefix(DOCS).unwrap_or(&place).to_path_buf();
            files.push((place, chapter));
        }
    }
    Ok(())
}

/// Reads a text file.
///
/// # Errors
/// A file that cannot be read, with its path.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

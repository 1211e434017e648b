//! Paths: which file one leads to, and in which folder it is.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};

/// A path that stands for standard input or output.
pub const STANDARD_STREAM: &str = "-";

/// Links are followed up to so many.
const MOST_LINKS: usize = 40;

/// A file on the disk, whatever path leads there: device and inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    /// The file that a path leads to, links followed; `None` where there is none.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|meta| Self::from(&meta))
    }
}

impl From<&fs::Metadata> for Identity {
    fn from(meta: &fs::Metadata) -> Self {
        Self { device: meta.dev(), inode: meta.ino() }
    }
}

/// The folder that a file is in.
#[must_use]
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A path with every symbolic link followed, also where the last one leads to nothing yet.
///
/// # Errors
/// No file name, or links in a circle.
pub fn target(path: &Path) -> anyhow::Result<PathBuf> {
    let shown = path.display();
    ensure!(
        path.file_name().is_some() && !path.as_os_str().to_string_lossy().ends_with('/'),
        "{shown:?} is not the name of a file"
    );
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&path) else {
            let folder = folder_of(&path);
            let folder = fs::canonicalize(&folder).unwrap_or(folder);
            return Ok(path.file_name().map_or(path.clone(), |name| folder.join(name)));
        };
        path = folder_of(&path).join(next);
    }
    bail!("cannot write {shown}: too many symbolic links")
}

/// The plain file behind a stream, if it is one.
pub(super) fn regular(stream: std::os::fd::BorrowedFd<'_>) -> Option<Identity> {
    let meta = File::from(stream.try_clone_to_owned().ok()?).metadata().ok()?;
    meta.is_file().then(|| Identity::from(&meta))
}

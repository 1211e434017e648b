//! Drafts: files beside their places, which are renamed when they are complete.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::Context;

/// Names of drafts begin and end with these.
const DRAFT: (&str, &str) = (".wattpix-", ".part");
/// A draft that nobody holds and nobody wrote to for this long was left by a killed program.
pub(super) const STALE: Duration = Duration::from_secs(60);

/// A file being written.
#[derive(Debug)]
pub struct Output {
    pub(super) shown: PathBuf,
    /// `None` for what is no plain file: a pipe, a terminal, `/dev/null`.
    pub(super) draft: Option<Draft>,
    pub(super) file: BufWriter<File>,
}

/// A file beside its place; removed when dropped before it was put there.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) path: PathBuf,
    pub(super) target: PathBuf,
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename there is nothing at this path any more.
        let _ = fs::remove_file(&self.path);
    }
}

impl Output {
    /// Puts the complete file in its place.
    ///
    /// # Errors
    /// A full disk, or a folder that has gone since.
    pub fn commit(mut self) -> anyhow::Result<()> {
        let cannot = || format!("cannot write {}", self.shown.display());
        self.file.flush().with_context(cannot)?;
        let Some(draft) = &self.draft else { return Ok(()) };
        self.file.get_ref().sync_all().with_context(cannot)?;
        fs::rename(&draft.path, &draft.target).with_context(|| {
            format!(
                "cannot write {}: what was written beside it has been moved or deleted meanwhile",
                self.shown.display()
            )
        })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Makes sure that files can be made in a folder, which is made where it is missing.
///
/// # Errors
/// A folder that cannot be made or written.
pub fn usable_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let (draft, _) = begin(folder)
        .with_context(|| format!("cannot write into {}: the folder must be writable", folder.display()))?;
    // Left behind, it is removed as stale.
    let _ = fs::remove_file(draft);
    Ok(())
}

/// A new file of a name that nobody has, locked so that nobody takes it for stale.
pub(super) fn begin(folder: &Path) -> std::io::Result<(PathBuf, File)> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}{}-{number}{}", DRAFT.0, std::process::id(), DRAFT.1));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => {
                // Not every file system has locks; without them drafts are told apart by their age alone.
                let _ = file.try_lock();
                return Ok((path, file));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Removes drafts that killed programs left in a folder.
pub(super) fn remove_stale(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with(DRAFT.0) && name.ends_with(DRAFT.1)) {
            continue;
        }
        let old = |meta: fs::Metadata| {
            meta.is_file()
                && meta.modified().ok().and_then(|at| at.elapsed().ok()).is_some_and(|age| age > STALE)
        };
        let free = || File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if entry.metadata().is_ok_and(old) && free() {
            // Another program may have removed it first.
            let _ = fs::remove_file(entry.path());
        }
    }
}

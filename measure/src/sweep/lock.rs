//! One run a card and one run a file: advisory locks that end with the process, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::meter::{Identity, MeterKind};
use crate::observation::hash;

/// A lock that is held; the system lets go of it when the process ends.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "held, not read")] File);

/// Holds a card: two runs that meter one card would each have the other's energy in their windows. A fake card is one of its
/// folder, that of the observation file; there may be the same in another.
///
/// # Errors
/// Another run holds it.
pub fn card(identity: &Identity, observations: &Path) -> anyhow::Result<Lock> {
    let id = identity.uuid.as_deref().unwrap_or(&identity.name);
    let (user, kind) = (rustix::process::getuid().as_raw(), identity.meter.word());
    // One name a user: another's lock could not be opened, and another's work on the card is seen by itself.
    let folder = match identity.meter {
        MeterKind::Fake => folder_of(observations).unwrap_or_default(),
        _ => std::env::temp_dir(),
    };
    let path = folder.join(format!(".wattpix-{user}-{kind}-{}.lock", &hash(id)[..16]));
    hold(&path, &format!("{} is metered", identity.name), "wait for it, or choose another card with --gpu")
}

/// Holds an observation file.
///
/// # Errors
/// Another run appends to it, or its folder cannot be written.
pub fn file(observations: &Path) -> anyhow::Result<Lock> {
    let name = observations.file_name().map_or_else(|| "observations".into(), std::ffi::OsStr::to_os_string);
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".lock");
    let folder = folder_of(observations);
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder).with_context(|| {
            format!("cannot make the folder {}; give another file with --out", folder.display())
        })?;
    }
    let path = folder.map_or_else(|| PathBuf::from(&hidden), |folder| folder.join(&hidden));
    let what = format!("{} is appended to", observations.display());
    hold(&path, &what, "wait for it, or give another file with --out")
}

/// The folder of an observation file, for its locks; that of temporary files where it is a device. `None` is the current one.
fn folder_of(observations: &Path) -> Option<PathBuf> {
    if std::fs::metadata(observations).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return Some(std::env::temp_dir());
    }
    observations.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned)
}

fn hold(path: &Path, what: &str, advice: &str) -> anyhow::Result<Lock> {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .with_context(|| format!("cannot write {}: the folder must be writable", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who holds it is a help, not needed.
            let _ = file.read_to_string(&mut holder);
            bail!("{what} by another run already (process {}); {advice}", holder.trim());
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", path.display()));
        }
    }
    let told =
        file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
    // On a full disk the lock holds all the same.
    let _ = told;
    Ok(Lock(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/o.jsonl");
        let held = file(&path).unwrap();
        let refused = file(&path).unwrap_err().to_string();
        assert!(refused.contains(&std::process::id().to_string()) && refused.contains("--out"), "{refused}");
        drop(held);
        file(&path).unwrap();
    }
}

//! Advisory locks, one meter a GPU and one writer a file, that end with the process, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::files;
use crate::meter::{Identity, MeterKind};
use crate::observation::hash;

/// A folder for temporary files that every program of a machine shares.
const SHARED: &str = "/tmp";

/// A lock that is held; the system lets go of it when the process ends.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "held, not read")] File);

/// Holds a GPU: two programs that meter one would each have the other's energy in their windows. A fake GPU is one of its folder, that
/// of the observation file; there may be the same in another, and without a file it is held by nobody.
///
/// # Errors
/// Another run holds it.
pub fn gpu(identity: &Identity, observations: Option<&Path>) -> anyhow::Result<Option<Lock>> {
    let id = identity.uuid.as_deref().unwrap_or(&identity.name);
    let (user, kind) = (rustix::process::getuid().as_raw(), identity.meter.word());
    // One name a user: another's lock could not be opened, and another's work on the GPU is seen by itself.
    let folder = match (identity.meter, observations) {
        (MeterKind::Fake, None) => return Ok(None),
        (MeterKind::Fake, Some(observations)) => folder_of(observations),
        // Jobs of one machine may have temporary folders of their own.
        (MeterKind::Nvml, _) if Path::new(SHARED).is_dir() => PathBuf::from(SHARED),
        _ => std::env::temp_dir(),
    };
    let path = folder.join(format!(".wattpix-{user}-{kind}-{}.lock", &hash(id)[..16]));
    let what = format!("{} is metered", identity.name);
    hold(&path, &what, "wait for it, or choose another GPU with --gpu").map(Some)
}

/// Holds an observation file, by whichever path it is given.
///
/// # Errors
/// Another run appends to it, or its folder cannot be written.
pub fn file(observations: &Path) -> anyhow::Result<Lock> {
    let target = files::target(observations)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(target.file_name().unwrap_or_default());
    hidden.push(".lock");
    let folder = folder_of(&target);
    std::fs::create_dir_all(&folder).with_context(|| {
        format!("cannot make the folder {}; give another file with --out", folder.display())
    })?;
    let what = format!("{} is appended to", observations.display());
    hold(&folder.join(&hidden), &what, "wait for it, or give another file with --out")
}

/// The folder of an observation file, for its locks; that of temporary files where it is a device.
fn folder_of(observations: &Path) -> PathBuf {
    if std::fs::metadata(observations).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return std::env::temp_dir();
    }
    files::folder_of(observations)
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
        let link = folder.path().join("link.jsonl");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(file(&link).is_err(), "the same file by another path");
        drop(held);
        file(&path).unwrap();
    }
}

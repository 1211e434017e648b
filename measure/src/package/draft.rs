//! A package's folder while it is made: beside its place, and renamed when it is complete.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use sha2::{Digest, Sha256};

use super::descriptor::{Resource, SHA256, media_type};
use super::table_schema;
use crate::files::folder_of;

/// A folder beside its place; removed when dropped before it was put there.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    target: PathBuf,
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After the rename there is nothing at this path any more.
        let _ = fs::remove_dir_all(&self.path);
    }
}

impl Draft {
    /// Begins the package of a folder, which must be empty or not there.
    ///
    /// # Errors
    /// A folder that holds something, or whose place cannot be written.
    pub fn begin(target: &Path) -> anyhow::Result<Self> {
        let shown = target.display();
        match fs::read_dir(target) {
            Ok(mut entries) => ensure!(
                entries.next().is_none(),
                "{shown} is not empty, and nothing there is overwritten; give a new folder, or move what is there"
            ),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => bail!("{shown} cannot be the folder of a package: {error}; give a new folder"),
        }
        ensure!(target.file_name().is_some(), "{shown} is not the name of a folder; give a new folder");
        let beside = folder_of(target);
        ensure!(
            beside.is_dir(),
            "cannot make {shown}: there is no folder {}; make it, or give another path",
            beside.display()
        );
        let path = beside.join(format!(".wattpix-package-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make {shown}: its folder must be writable"))?;
        Ok(Self { path, target: target.to_owned() })
    }

    /// The folder for now.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file at a path within it.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let whole = self.path.join(path);
        fs::create_dir_all(folder_of(&whole))
            .and_then(|()| fs::write(&whole, bytes))
            .with_context(|| format!("cannot write {path} of the package"))
    }

    /// Every file as a resource, in the order of the paths.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn resources(&self) -> anyhow::Result<Vec<Resource>> {
        let resource = |path: String| {
            let bytes = fs::read(self.path.join(&path)).with_context(|| format!("cannot read {path}"))?;
            Ok(resource(path, &bytes))
        };
        files_below(&self.path)?.into_iter().map(resource).collect()
    }

    /// Puts the complete folder in its place.
    ///
    /// # Errors
    /// A folder that came to be there meanwhile.
    pub fn commit(self) -> anyhow::Result<()> {
        // Onto an empty folder a rename goes; onto any other it does not.
        fs::rename(&self.path, &self.target).with_context(|| {
            format!("cannot make {}: something has been put there meanwhile", self.target.display())
        })
    }
}

fn resource(path: String, bytes: &[u8]) -> Resource {
    let format = Path::new(&path).extension().and_then(|format| format.to_str()).unwrap_or("txt").to_owned();
    let schema = if format == "csv" { table_schema::of_csv(bytes) } else { None };
    let name = path.to_lowercase();
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' })
        .collect();
    Resource {
        name,
        kind: schema.is_some().then(|| "table".to_owned()),
        mediatype: media_type(&format).to_owned(),
        encoding: Some("utf-8".to_owned()),
        bytes: bytes.len() as u64,
        hash: format!("{SHA256}{}", hash_of(bytes)),
        schema,
        // The header is no row, so that readers of rows in JSON must not take the file for a table.
        format: if format == "jsonl" { "observations".to_owned() } else { format },
        path,
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files below a folder by their paths within it, with `/`, in their order. Links are not followed and are an error.
///
/// # Errors
/// A folder that cannot be read, a link, and a name that is no text.
pub fn files_below(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, before: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    let cannot = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let name = entry.file_name();
        let name = name.to_str().with_context(|| format!("{} is no name of text", entry.path().display()))?;
        let path = format!("{before}{name}");
        let kind = entry.file_type().with_context(cannot)?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{path}/"), found)?;
        } else if kind.is_file() {
            found.push(path);
        } else {
            bail!("{path} is neither a file nor a folder; a package holds files themselves, not links");
        }
    }
    Ok(())
}

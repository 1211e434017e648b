//! Files that commands read, with limits, and write: never over what they read, and whole or not at all.
//!
//! A file is written beside its place and renamed when it is complete, so that a reader never meets half of it and what stood there
//! before stands until then.
//!
//! - `lines` — reading with limits. `packed` — what gzip and Zstandard packed. [`FileKind`] — tables and observation files.
//! - `path` — which file a path leads to.
//! - `draft` — files beside their places until they are complete.

mod draft;
mod kind;
mod lines;
mod packed;
mod path;

use std::fs::{self, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use draft::{Draft, begin, remove_stale};
pub use draft::{Output, usable_folder};
pub use kind::{FileKind, file_kind};
pub use lines::{FileContent, LONGEST_LINE, Lines, open, read_content, read_description, read_lines};
pub use packed::{MOST_STREAMED, Unpacked, is_packed};
use path::regular;
pub use path::{Identity, STANDARD_STREAM, folder_of, target};

/// Bytes of the buffer before a file.
const BUFFER: usize = 1 << 18;

/// The outputs of one command, which must be none of its inputs and not each other.
#[derive(Debug, Default)]
pub struct Outputs {
    inputs: Vec<(Identity, PathBuf)>,
    targets: Vec<PathBuf>,
}

impl Outputs {
    /// Outputs of a command that reads these files; `-` is standard input.
    pub fn of_reading<'a>(inputs: impl IntoIterator<Item = &'a Path>) -> Self {
        let found = |path: &'a Path| {
            let identity = if path.as_os_str() == STANDARD_STREAM {
                regular(std::io::stdin().as_fd())
            } else {
                Identity::of(path)
            };
            identity.map(|identity| (identity, path.to_owned()))
        };
        Self { inputs: inputs.into_iter().filter_map(found).collect(), targets: Vec::new() }
    }

    /// Refuses standard output where it is redirected to an input, which would grow while it is read.
    ///
    /// # Errors
    /// Names the input.
    pub fn refuse_standard_output(&self) -> anyhow::Result<()> {
        match regular(std::io::stdout().as_fd()) {
            Some(identity) => self.refuse(identity, Path::new("standard output")),
            None => Ok(()),
        }
    }

    fn refuse(&self, identity: Identity, output: &Path) -> anyhow::Result<()> {
        match self.inputs.iter().find(|(input, _)| *input == identity) {
            Some((_, input)) => bail!(
                "{} is the input {}, which would be lost; write to another file",
                output.display(),
                input.display()
            ),
            None => Ok(()),
        }
    }

    /// Begins a file. What stands at that path stays as it is until [`Output::commit`].
    ///
    /// # Errors
    /// A path that cannot be written, is an input, or was given for another output of the command.
    pub fn create(&mut self, path: &Path) -> anyhow::Result<Output> {
        let target = target(path)?;
        let shown = path.display();
        ensure!(
            !self.targets.contains(&target),
            "{shown} was given for two outputs; give each a file of its own"
        );
        let existing = fs::metadata(&target).ok();
        if let Some(meta) = &existing {
            self.refuse(Identity::from(meta), path)?;
            ensure!(!meta.is_dir(), "cannot write {shown}: it is a folder; give the name of a file");
            // Refused where it could not be opened for writing, though renaming would replace it.
            let opened = OpenOptions::new().write(true).open(&target);
            let file = opened.with_context(|| format!("cannot write {shown}"))?;
            if !meta.is_file() {
                return Ok(Output {
                    shown: path.to_owned(),
                    draft: None,
                    file: BufWriter::with_capacity(BUFFER, file),
                });
            }
        }
        let folder = folder_of(&target);
        ensure!(
            folder.is_dir(),
            "cannot write {shown}: there is no folder {}; make it, or give another path",
            folder.display()
        );
        remove_stale(&folder);
        let (draft, file) = begin(&folder).with_context(|| {
            format!("cannot write {shown}: the folder {} must be writable", folder.display())
        })?;
        if let Some(meta) = &existing {
            // Who may read the old file may read the new one, where the system allows to say so.
            let _ = file.set_permissions(meta.permissions());
        }
        self.targets.push(target.clone());
        let draft = Some(Draft { path: draft, target });
        Ok(Output { shown: path.to_owned(), draft, file: BufWriter::with_capacity(BUFFER, file) })
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// As [`Outputs::create`] and [`Output::commit`].
    pub fn write(&mut self, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let mut output = self.create(path)?;
        output.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))?;
        output.commit()
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::os::unix::fs::{MetadataExt, symlink};

    use super::*;

    fn text(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "old").unwrap();
        let mut outputs = Outputs::default();
        let mut output = outputs.create(&path).unwrap();
        output.write_all(b"new").unwrap();
        output.flush().unwrap();
        assert_eq!(text(&path), "old");
        drop(output);
        assert_eq!((text(&path).as_str(), fs::read_dir(folder.path()).unwrap().count()), ("old", 1));
        Outputs::default().write(&path, b"new").unwrap();
        assert_eq!((text(&path).as_str(), fs::read_dir(folder.path()).unwrap().count()), ("new", 1));
    }

    #[test]
    fn no_link_leads_to_an_input() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("in.csv"), "rows").unwrap();
        fs::hard_link(at("in.csv"), at("hard.csv")).unwrap();
        symlink("in.csv", at("soft.csv")).unwrap();
        symlink("soft.csv", at("twice.csv")).unwrap();
        for name in ["in.csv", "hard.csv", "soft.csv", "twice.csv"] {
            let input = at("in.csv");
            let refused = Outputs::of_reading([input.as_path()]).create(&at(name)).unwrap_err().to_string();
            assert!(refused.contains("is the input"), "{refused}");
        }
        assert_eq!(text(&at("in.csv")), "rows");
    }

    #[test]
    fn links_are_followed_and_modes_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("later.txt", at("link")).unwrap();
        Outputs::default().write(&at("link"), b"1").unwrap();
        assert_eq!(text(&at("later.txt")), "1");
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        fs::set_permissions(at("later.txt"), fs::Permissions::from_mode(0o640)).unwrap();
        Outputs::default().write(&at("link"), b"2").unwrap();
        assert_eq!(text(&at("later.txt")), "2");
        assert_eq!(fs::metadata(at("later.txt")).unwrap().mode() & 0o777, 0o640);
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        assert!(Outputs::default().create(&at("a")).unwrap_err().to_string().contains("too many"));
    }

    #[test]
    fn what_cannot_be_written_is_told_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |path: &Path| format!("{:#}", Outputs::default().create(path).unwrap_err());
        assert!(refused(&folder.path().join("no/x.png")).contains("there is no folder"));
        assert!(refused(folder.path()).contains("it is a folder"));
        assert!(refused(Path::new("/proc/self/x")).contains("must be writable"));
        assert!(refused(Path::new("x/")).contains("not the name of a file"));
        let mut outputs = Outputs::default();
        let path = folder.path().join("x");
        let _first = outputs.create(&path).unwrap();
        assert!(outputs.create(&path).unwrap_err().to_string().contains("two outputs"));
        Outputs::default().write(Path::new("/dev/null"), b"gone").unwrap();
    }

    #[test]
    fn drafts_of_killed_programs_are_removed_and_those_at_work_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let (stale, held, young) = (".wattpix-1-0.part", ".wattpix-2-0.part", ".wattpix-3-0.part");
        let long_ago = std::time::SystemTime::now() - 2 * super::draft::STALE;
        for name in [stale, held, young] {
            fs::write(folder.path().join(name), "").unwrap();
            if name != young {
                let file = OpenOptions::new().write(true).open(folder.path().join(name)).unwrap();
                file.set_modified(long_ago).unwrap();
            }
        }
        let holder = File::open(folder.path().join(held)).unwrap();
        holder.lock().unwrap();
        Outputs::default().write(&folder.path().join("x"), b"").unwrap();
        let there = |name: &str| folder.path().join(name).exists();
        assert!(!there(stale) && there(held) && there(young));
    }
}

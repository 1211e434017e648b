//! Observation files on the disk: appended to row by row, read back strictly.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read as _, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line as Read, Lines};
use wattpix_core::observation::row::Row;

use super::{Header, Observation};
use crate::files::{self, Identity, LONGEST_LINE, MOST_STREAMED, Unpacked, folder_of, is_packed};
use crate::output::tell;

/// An observation file open for appending.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    file: File,
    /// File that the path leads to while nobody interferes; `None` for what is no plain file.
    identity: Option<Identity>,
}

impl Writer {
    /// Opens the file; a new one gets the header, an existing one must be an observation file of the same device. It is held until
    /// the writer is dropped.
    ///
    /// # Errors
    /// When it cannot be opened, is not an observation file, holds rows of another device, or is written to by another program.
    pub fn open(path: &Path, header: &Header) -> anyhow::Result<Self> {
        let shown = path.display();
        let exists = std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
        if exists {
            let mut start = [0; 4];
            let packed =
                File::open(path).and_then(|mut file| file.read(&mut start)).is_ok() && is_packed(&start);
            ensure!(
                !packed,
                "{shown} is packed, and rows cannot be appended to it; unpack it, or give another file with --out"
            );
            let (old, _) = read(path)?;
            let device = |h: &Header| (h.gpu.get("uuid_sha256").cloned(), h.gpu.get("name").cloned());
            ensure!(
                device(&old) == device(header),
                "{shown} holds rows of {} and this run is on {}; give another file with --out",
                old.gpu.get("name").cloned().unwrap_or_default(),
                header.gpu.get("name").cloned().unwrap_or_default()
            );
        } else if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let mut file = appending(OpenOptions::new().create(true), path)
            .with_context(|| format!("cannot write {shown}"))?;
        let identity = plain(&file);
        // By what it is on the disk: another path may lead to it.
        if identity.is_some() && matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            bail!(
                "{shown} is appended to by another run already; wait for it, or give another file with --out"
            );
        }
        if exists {
            end_last_line(&mut file).with_context(|| format!("cannot write {shown}"))?;
        }
        let mut writer = Self { path: path.to_owned(), file, identity };
        if !exists {
            writer.line(&serde_json::to_string(header)?)?;
        }
        Ok(writer)
    }

    /// Appends a row and flushes it to the disk. A file that was deleted meanwhile is put back with every row.
    ///
    /// # Errors
    /// When it cannot be written, or its path leads to another file by now.
    pub fn append(&mut self, row: &Observation) -> anyhow::Result<()> {
        self.line(&serde_json::to_string(row)?)?;
        self.put_back()
    }

    fn line(&mut self, text: &str) -> anyhow::Result<()> {
        // One write a line, so that a killed run leaves whole lines or, at worst, one torn one at the end.
        let line = format!("{text}\n");
        let before = self.file.metadata().map(|meta| meta.len());
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        if let (Err(_), Ok(before)) = (&written, before) {
            // A full disk leaves half a line; what cannot be cut off now is cut off when the file is next opened.
            let _ = self.file.set_len(before);
        }
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// Notices that the path leads no longer to the file that is written to.
    fn put_back(&mut self) -> anyhow::Result<()> {
        let found = Identity::of(&self.path);
        if self.identity.is_none() || found == self.identity {
            return Ok(());
        }
        let shown = self.path.display();
        let mut rows = Vec::new();
        self.file.rewind().and_then(|()| self.file.read_to_end(&mut rows)).with_context(|| {
            format!("{shown} was deleted or replaced while rows were appended, and they cannot be read back")
        })?;
        let path = if found.is_none() { self.path.clone() } else { free_name(&self.path) };
        let copied = || -> anyhow::Result<File> {
            std::fs::create_dir_all(folder_of(&path))?;
            let mut file = appending(OpenOptions::new().create_new(true), &path)?;
            file.write_all(&rows)?;
            file.sync_all()?;
            Ok(file)
        };
        let file = copied().with_context(|| {
            format!("{shown} was deleted while rows were appended, and {} cannot be written", path.display())
        })?;
        ensure!(
            found.is_none(),
            "{shown} was replaced by another file while rows were appended; every row is in {}",
            path.display()
        );
        tell(&format!("{shown} was deleted while rows were appended; it has been put back with every row"));
        // Held like the one before; nobody else knows the new file yet.
        let _ = file.try_lock();
        self.identity = plain(&file);
        self.file = file;
        Ok(())
    }
}

/// Opens a file to append to and to read back.
fn appending(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    options.read(true).append(true).open(path).or_else(|error| match error.kind() {
        // A device or pipe that can only be written to.
        std::io::ErrorKind::PermissionDenied => OpenOptions::new().append(true).open(path),
        _ => Err(error),
    })
}

fn plain(file: &File) -> Option<Identity> {
    file.metadata().ok().filter(std::fs::Metadata::is_file).map(|meta| Identity::from(&meta))
}

/// A path beside another that nothing has yet.
fn free_name(path: &Path) -> PathBuf {
    let named = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".rescued-{number}"));
        PathBuf::from(name)
    };
    (1..).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(0))
}

/// Ends the last line before anything is appended: one that an editor left without its end is a row like others; a torn one (the
/// machine died while it was written) is cut off.
fn end_last_line(file: &mut File) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    let start = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let last = bytes.get(start..).unwrap_or_default();
    if last.is_empty() {
        return Ok(());
    }
    let whole = start == 0 || Row::read(last, Reading::PLAIN).is_ok();
    if whole { file.write_all(b"\n") } else { file.set_len(start as u64) }
}

/// Reads an observation file: the header and every row. A torn last line (a killed run) is left out.
///
/// # Errors
/// Names the file, the line and the field that is wrong.
pub fn read(path: &Path) -> anyhow::Result<(Header, Vec<Observation>)> {
    let (header, rows) = read_lines(path)?;
    let row = |(line, row): Line| row.with_context(|| format!("{}, line {line}", path.display()));
    Ok((header, rows.into_iter().map(row).collect::<anyhow::Result<_>>()?))
}

/// A line, from 1, and the row on it or what is wrong there.
pub type Line = (usize, anyhow::Result<Observation>);

/// Reads an observation file: the header, and what every further line holds. A torn last line (a killed run) is left out.
///
/// # Errors
/// A file that cannot be read or does not begin with the header of this schema.
pub fn read_lines(path: &Path) -> anyhow::Result<(Header, Vec<Line>)> {
    let shown = path.display();
    let cannot = || format!("cannot read {shown}");
    let unpacked = Unpacked::of(files::open(path)?, MOST_STREAMED).with_context(cannot)?;
    let mut reader = BufReader::new(files::Lines::of(unpacked, LONGEST_LINE));
    let mut lines = Lines::of(&shown.to_string(), Reading::PLAIN);
    let mut header: Option<Header> = None;
    let mut rows = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).with_context(cannot)? == 0 {
            break;
        }
        match lines.take(&line).map_err(anyhow::Error::msg)? {
            Read::Nothing | Read::Torn => {}
            Read::Header => {
                header = Some(serde_json::from_slice(&line).with_context(cannot)?);
            }
            Read::Row(row) => rows.push((lines.number(), full(*row, &line))),
        }
    }
    lines.finish().map_err(anyhow::Error::msg)?;
    Ok((header.with_context(cannot)?, rows))
}

/// All of a row that `core` has read.
fn full(row: Result<Row, String>, line: &[u8]) -> anyhow::Result<Observation> {
    row.map_err(anyhow::Error::msg)?;
    Ok(serde_json::from_slice(line)?)
}

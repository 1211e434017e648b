//! Observation files on the disk: appended to row by row, read back strictly.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line as Read, Lines};
use wattpix_core::observation::row::Row;

use super::{Header, Observation};

/// An observation file open for appending.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    file: File,
}

impl Writer {
    /// Opens the file; a new one gets the header, an existing one must be an observation file of the same device.
    ///
    /// # Errors
    /// When it cannot be opened, is not an observation file, or holds rows of another device.
    pub fn open(path: &Path, header: &Header) -> anyhow::Result<Self> {
        let shown = path.display();
        let exists = std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
        if exists {
            let (old, _) = read(path)?;
            let device = |h: &Header| (h.gpu.get("uuid_sha256").cloned(), h.gpu.get("name").cloned());
            ensure!(
                device(&old) == device(header),
                "{shown} holds rows of {} and this run is on {}; give another file with --out",
                old.gpu.get("name").cloned().unwrap_or_default(),
                header.gpu.get("name").cloned().unwrap_or_default()
            );
            end_last_line(path)?;
        } else if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .with_context(|| format!("cannot write {shown}"))?;
        let mut writer = Self { path: path.to_owned(), file };
        if !exists {
            writer.line(&serde_json::to_string(header)?)?;
        }
        Ok(writer)
    }

    /// Appends a row and flushes it to the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(&mut self, row: &Observation) -> anyhow::Result<()> {
        self.line(&serde_json::to_string(row)?)
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
}

/// A torn last line (the machine died while it was written) is cut off before anything is appended.
fn end_last_line(path: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(path)?;
    if bytes.last().is_some_and(|byte| *byte != b'\n') {
        let keep = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        OpenOptions::new().write(true).open(path)?.set_len(keep as u64)?;
    }
    Ok(())
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
    let mut reader = BufReader::new(File::open(path).with_context(cannot)?);
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
            Read::Nothing => {}
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

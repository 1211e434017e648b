//! Reading with limits: lines that may not be too long, descriptions that may not be too large.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, ensure};
use sha2::{Digest, Sha256};

use super::packed::{MOST_IN_MEMORY, Unpacked};
use super::path::STANDARD_STREAM;

/// Bytes of a line at most: of observations, tables, traces. The header of a large sweep has a few of these.
pub const LONGEST_LINE: usize = 16 << 20;
/// Bytes at most of a file that describes something: a design, a fake machine.
const LARGEST_DESCRIPTION: u64 = 16 << 20;

/// A reader whose lines may not be longer than a limit, so that a file without line ends is refused and not read into memory.
#[derive(Debug)]
pub struct Lines<R> {
    inner: R,
    most: usize,
    /// Line at hand, from 1, and its bytes so far.
    line: u64,
    bytes: usize,
}

impl<R: Read> Lines<R> {
    /// Lines of at most so many bytes.
    pub fn of(inner: R, most: usize) -> Self {
        Self { inner, most, line: 1, bytes: 0 }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        for part in buffer.get(..read).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            self.bytes += part.len();
            if self.bytes > self.most {
                let text =
                    format!("line {} is longer than {} bytes, so this is no text file", self.line, self.most);
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            if part.ends_with(b"\n") {
                self.line += 1;
                self.bytes = 0;
            }
        }
        Ok(read)
    }
}

/// Opens a file, or standard input.
///
/// # Errors
/// A file that cannot be opened.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path.as_os_str() == STANDARD_STREAM {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Box::new(file))
}

/// FileContent of a file and what its bytes are told by.
#[derive(Debug, Clone)]
pub struct FileContent {
    /// The content, unpacked.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file as it is, packed or not, in hexadecimal.
    pub sha256: String,
}

/// Reads a file of lines, none of which is longer than [`LONGEST_LINE`]; packed or not, or standard input.
///
/// # Errors
/// A file that cannot be read or unpacked, or has a longer line.
pub fn read_content(path: &Path) -> anyhow::Result<FileContent> {
    let mut hashed = Hashed { inner: open(path)?, hash: Sha256::new() };
    let mut bytes = Vec::new();
    Unpacked::of(&mut hashed, MOST_IN_MEMORY)
        .and_then(|unpacked| Lines::of(unpacked, LONGEST_LINE).read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", path.display()))?;
    let sha256 = hashed.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(FileContent { bytes, sha256 })
}

/// Reads lines without a hash.
///
/// # Errors
/// As [`read_content`].
pub fn read_lines(path: &Path) -> anyhow::Result<Vec<u8>> {
    read_content(path).map(|content| content.bytes)
}

/// Reads and hashes.
struct Hashed<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// Reads a file that describes something, of a few kilobytes as people write them.
///
/// # Errors
/// A file that cannot be read, is no text, or is far too large.
pub fn read_description(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = Unpacked::of(open(path)?, LARGEST_DESCRIPTION + 1)
        .and_then(|unpacked| unpacked.take(LARGEST_DESCRIPTION + 1).read_to_string(&mut text));
    read.with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        text.len() as u64 <= LARGEST_DESCRIPTION,
        "{} has more than {LARGEST_DESCRIPTION} bytes: it is not what it should be",
        path.display()
    );
    Ok(text)
}

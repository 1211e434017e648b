//! Reading with limits: lines that may not be too long, descriptions that may not be too large.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, ensure};

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

/// Reads a file of lines, none of which is longer than [`LONGEST_LINE`].
///
/// # Errors
/// A file that cannot be read or has a longer line.
pub fn read_lines(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| Lines::of(file, LONGEST_LINE).read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}

/// Reads a file that describes something, of a few kilobytes as people write them.
///
/// # Errors
/// A file that cannot be read, is no text, or is far too large.
pub fn read_description(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST_DESCRIPTION + 1).read_to_string(&mut text));
    read.with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        text.len() as u64 <= LARGEST_DESCRIPTION,
        "{} has more than {LARGEST_DESCRIPTION} bytes: it is not what it should be",
        path.display()
    );
    Ok(text)
}

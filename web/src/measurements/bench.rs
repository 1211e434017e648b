//! What was read of a person's files, until the page is left or other files are chosen.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};

use sha2::{Digest, Sha256};
use wattpix_core::fit::Fit;
use wattpix_core::fit::read::fit_by;
use wattpix_core::json::Decimal;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::observation::repeats::Measured;
use wattpix_core::present::fixed;
use wattpix_core::regress::table::{self, Rejected, too_many};
use wattpix_core::workload::Boundary;

use super::limits::{MOST_BYTES, MOST_FIT_BYTES, MOST_LINE, MOST_ROWS};
use crate::own::flat;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What was read, and the fit that was made of it.
#[derive(Debug, Default)]
pub struct Bench {
    /// Usable rows.
    pub runs: Vec<Measured>,
    /// Rows left out, each with its reason.
    pub rejected: Vec<Rejected>,
    /// The files.
    pub files: Vec<Source>,
    /// Engines that the rows name, each once.
    pub engines: Vec<String>,
    /// The fit that was last made.
    pub made: Option<Fit>,
}

/// What a file turned out to be.
#[derive(Debug)]
pub enum Taken {
    /// Measured rows, now in the bench.
    Rows,
    /// A fit, as the page keeps it.
    Fit(String),
}

impl Bench {
    /// Reads a file of `size` bytes; what its name ends in says what it is. Energy of observation files is taken within `boundary`.
    ///
    /// # Errors
    /// Why the file cannot be used, naming file, line and field.
    pub fn take(
        &mut self,
        input: impl Read,
        name: &str,
        size: f64,
        boundary: Boundary,
        decimal: Decimal,
    ) -> Result<Taken, String> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let most = if ending == "json" { MOST_FIT_BYTES } else { MOST_BYTES };
        if size > most {
            return Err([
                name,
                " has ",
                &fixed(size / 1e6, 1),
                " MB; this page reads up to ",
                &fixed(most / 1e6, 0),
                " MB: give a part of it, or use `measure fit`",
            ]
            .concat());
        }
        let before = (self.runs.len(), self.rejected.len());
        let taken = self.read(Hashed { input, hash: Sha256::new() }, name, ending, boundary, decimal);
        if taken.is_err() {
            // Nothing is kept of half a file.
            self.runs.truncate(before.0);
            self.rejected.truncate(before.1);
        }
        taken
    }

    fn read(
        &mut self,
        mut input: Hashed<impl Read>,
        name: &str,
        ending: &str,
        boundary: Boundary,
        decimal: Decimal,
    ) -> Result<Taken, String> {
        match ending {
            "json" => return self.fit(input, name, decimal).map(Taken::Fit),
            "jsonl" => self.observations(&mut input, name, boundary, decimal)?,
            "csv" => {
                let table = table::read_by(name, &mut input, decimal, MOST_ROWS)
                    .map_err(|rejected| rejected.to_string())?;
                let measured = |observed| Measured { observed, stated_error: None, fake: false };
                self.runs.extend(table.rows.into_iter().map(measured));
                self.rejected.extend(table.rejected);
            }
            _ => {
                return Err([
                    name,
                    " is neither .jsonl nor .csv nor .json; give an observation file, a table or a fit file",
                ]
                .concat());
            }
        }
        self.files.push(Source { name: name.to_owned(), sha256: hexadecimal(input.hash) });
        self.made = None;
        Ok(Taken::Rows)
    }

    fn observations(
        &mut self,
        input: impl Read,
        name: &str,
        boundary: Boundary,
        decimal: Decimal,
    ) -> Result<(), String> {
        let mut lines = Lines::of(name, decimal);
        let mut input = BufReader::new(input);
        let mut line = Vec::new();
        let mut rows = 0;
        loop {
            line.clear();
            let mut limited = (&mut input).take(MOST_LINE as u64);
            let read =
                limited.read_until(b'\n', &mut line).map_err(|_| [name, " could not be read"].concat())?;
            if read == 0 {
                return lines.finish();
            }
            if read == MOST_LINE {
                let at = (lines.number() + 1).to_string();
                return Err([
                    name,
                    ", line ",
                    &at,
                    ": longer than 100,000 bytes; this is no observation file",
                ]
                .concat());
            }
            let Line::Row(row) = lines.take(&line)? else { continue };
            let place = [name, ", line ", &lines.number().to_string()].concat();
            rows += 1;
            if rows > MOST_ROWS {
                return Err([place, ": ".to_owned(), too_many(MOST_ROWS)].concat());
            }
            let usable = row
                .and_then(|row| row.observed(boundary, lines.tool(), &place).map(|observed| (row, observed)));
            match usable {
                Ok((row, observed)) => {
                    let (stated_error, fake) = (row.stated_error(boundary), row.is_fake());
                    self.runs.push(Measured { observed, stated_error, fake });
                    if let Some(engine) = row.engine.filter(|engine| !self.engines.contains(engine)) {
                        self.engines.push(engine);
                    }
                }
                Err(reason) => self.rejected.push(Rejected { place, reason }),
            }
        }
    }

    fn fit(&self, mut input: Hashed<impl Read>, name: &str, decimal: Decimal) -> Result<String, String> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|_| [name, " could not be read"].concat())?;
        let fit = fit_by(name, &bytes, decimal).map_err(|error| error.to_string())?;
        Ok(flat::write(&fit, &hexadecimal(input.hash)))
    }
}

/// Reads and hashes.
struct Hashed<R> {
    input: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
}

fn hexadecimal(hash: Sha256) -> String {
    let mut text = String::new();
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

//! Rows of a person's files, until the page is left or other files are chosen.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};

use sha2::{Digest, Sha256};
use wattpix_core::fit::read::fit_by;
use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line, Lines, place};
use wattpix_core::observation::repeats::Measured;
use wattpix_core::observation::row::Row;
use wattpix_core::observation::twice::RowsSeen;
use wattpix_core::regress::table::{self, Rejected, too_many};
use wattpix_core::setting::Boundary;
use wattpix_core::words::{Word, Words};

use super::limits::{MOST_BYTES, MOST_FIT_BYTES, MOST_LINE, MOST_ROWS};
use crate::own::kept::OwnFit;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Measured rows and where they are from.
#[derive(Debug, Default)]
pub struct Bench {
    /// Usable rows.
    pub runs: Vec<Measured>,
    /// Rows left out, each with its reason.
    pub rejected: Vec<Rejected>,
    /// The files.
    pub files: Vec<Source>,
    /// Number of rows that were given before, and are left out without being called wrong.
    pub twice: usize,
    seen: RowsSeen,
    /// Engines that the rows name, each once.
    pub engines: Vec<String>,
}

/// Content of a file.
#[derive(Debug)]
pub enum Taken {
    /// Measured rows, now in the bench.
    Rows,
    /// A fit.
    Fit(Box<OwnFit>),
}

impl Bench {
    /// Reads a file of `size` bytes; what its name ends in says what it is. Energy of observation files is taken within `boundary`.
    ///
    /// # Errors
    /// Why the file cannot be used, naming file, line and field, in the language of `reading`.
    pub fn take(
        &mut self,
        input: impl Read,
        name: &str,
        size: f64,
        boundary: Boundary,
        reading: Reading,
    ) -> Result<Taken, String> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let most = if ending == "json" { MOST_FIT_BYTES } else { MOST_BYTES };
        if size > most {
            let words = reading.words;
            let (size, most) = (words.fixed(size / 1e6, 1), words.fixed(most / 1e6, 0));
            let values = [("file", name), ("size", &size), ("most", &most)];
            return Err(words.say(Word::BROUGHT_LARGE, &values));
        }
        let before = (self.runs.len(), self.rejected.len(), self.engines.len(), self.files.len());
        let (seen, twice) = (self.seen.clone(), self.twice);
        let rows = |bench: &Self| bench.runs.len() + bench.rejected.len() + bench.twice;
        let rows_before = rows(self);
        let taken = self.read(Hashed { input, hash: Sha256::new() }, name, &ending, boundary, reading);
        let taken = match taken {
            // A table of which only the first line is written.
            Ok(Taken::Rows) if rows(self) == rows_before => {
                Err(reading.words.say(Word::BROUGHT_NO_ROWS, &[("file", name)]))
            }
            taken => taken,
        };
        // Of all files together too.
        let taken = if self.runs.len() + self.rejected.len() > MOST_ROWS {
            taken.and(Err(refused(name, &too_many(MOST_ROWS, reading.words), reading.words)))
        } else {
            taken
        };
        if taken.is_err() {
            // Nothing is kept of half a file.
            self.runs.truncate(before.0);
            self.rejected.truncate(before.1);
            self.engines.truncate(before.2);
            self.files.truncate(before.3);
            (self.seen, self.twice) = (seen, twice);
        }
        taken
    }

    fn read(
        &mut self,
        mut input: Hashed<impl Read>,
        name: &str,
        ending: &str,
        boundary: Boundary,
        reading: Reading,
    ) -> Result<Taken, String> {
        match ending {
            "json" => return fit(input, name, reading).map(Taken::Fit),
            "jsonl" => self.observations(&mut input, name, boundary, reading)?,
            "csv" => {
                let table = table::read_by(name, &mut input, reading, MOST_ROWS)
                    .map_err(|rejected| refused(&rejected.place, &rejected.reason, reading.words))?;
                let measured = |observed| Measured { observed, stated_error: None, fake: false };
                let given = table.rows.len();
                let new = table.rows.into_iter().filter(|row| self.seen.take_observed(row)).map(measured);
                let before = self.runs.len();
                self.runs.extend(new);
                self.twice += given - (self.runs.len() - before);
                self.rejected.extend(table.rejected);
            }
            _ => return Err(reading.words.say(Word::BROUGHT_KIND, &[("file", name)])),
        }
        self.files.push(Source { name: name.to_owned(), sha256: hexadecimal(input.hash) });
        Ok(Taken::Rows)
    }

    fn observations(
        &mut self,
        input: impl Read,
        name: &str,
        boundary: Boundary,
        reading: Reading,
    ) -> Result<(), String> {
        let words = reading.words;
        let mut lines = Lines::of(name, reading);
        let mut input = BufReader::new(input);
        let mut line = Vec::new();
        let mut rows = 0;
        loop {
            line.clear();
            let mut limited = (&mut input).take(MOST_LINE as u64);
            let read = limited.read_until(b'\n', &mut line).map_err(|_| unreadable(name, words))?;
            if read == 0 {
                return lines.finish();
            }
            if read == MOST_LINE {
                let place = place(name, lines.number() + 1, words);
                return Err(refused(&place, words.text(Word::BROUGHT_LONG_LINE), words));
            }
            let Line::Row(row) = lines.take(&line)? else { continue };
            let place = lines.place();
            rows += 1;
            if rows > MOST_ROWS {
                return Err(refused(&place, &too_many(MOST_ROWS, words), words));
            }
            // Idle power is measured for the others' sake, and no fault.
            if row.as_ref().as_ref().is_ok_and(Row::is_idle) {
                continue;
            }
            if row.as_ref().as_ref().is_ok_and(|row| !self.seen.take_row(row)) {
                self.twice += 1;
                continue;
            }
            let usable = row.and_then(|row| {
                let observed = lines.observed(&row, boundary).map_err(|unusable| unusable.reason)?;
                Ok((row, observed))
            });
            match usable {
                Ok((row, observed)) => {
                    let (stated_error, fake) = (row.stated_error(boundary), row.is_fake());
                    self.runs.push(Measured { observed, stated_error, fake });
                    if let Some(engine) = row.engine.filter(|engine| !self.engines.contains(engine)) {
                        self.engines.push(engine);
                    }
                }
                Err(reason) => self.rejected.push(Rejected { line: lines.number(), place, reason }),
            }
        }
    }
}

fn fit(mut input: Hashed<impl Read>, name: &str, reading: Reading) -> Result<Box<OwnFit>, String> {
    let mut bytes = Vec::new();
    let words = reading.words;
    input.read_to_end(&mut bytes).map_err(|_| unreadable(name, words))?;
    let fit = fit_by(name, &bytes, reading).map_err(|error| error.tell(words))?;
    Ok(Box::new(OwnFit::of_file(&fit, &hexadecimal(input.hash))))
}

/// A place and what is wrong there.
fn refused(place: &str, reason: &str, words: Words) -> String {
    [place, words.text(Word::LANGUAGE_COLON), reason].concat()
}

fn unreadable(name: &str, words: Words) -> String {
    words.say(Word::BROUGHT_UNREADABLE, &[("file", name)])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_all_files_together_have_a_limit_and_those_before_stay() {
        // Each with an energy of its own: rows that were given before count once.
        let mut energies = 30_000..;
        let mut table = |rows: usize| {
            let row = |tenths: u32| format!("sdxl,h100,{}.{}\n", tenths / 10, tenths % 10);
            let rows: String = energies.by_ref().take(rows).map(row).collect();
            ["model,gpu,energy_j\n", &rows].concat().into_bytes()
        };
        let mut bench = Bench::default();
        let mut take = |name: &str, rows: usize| {
            let table = table(rows);
            let size = table.len() as f64;
            let taken = bench.take(&*table, name, size, Boundary::Net, Reading::PLAIN).map(drop);
            (taken, bench.runs.len() + bench.rejected.len(), bench.files.len())
        };
        let rows = MOST_ROWS * 3 / 5;
        assert_eq!(take("one.csv", rows), (Ok(()), rows, 1));
        let (refused, held, files) = take("two.csv", rows);
        assert!(refused.unwrap_err().contains("two.csv"));
        assert_eq!((held, files), (rows, 1));
    }

    #[test]
    fn a_file_without_a_row_is_refused_and_those_before_stay() {
        let mut bench = Bench::default();
        let mut take = |name: &str, text: &str| {
            let taken = bench.take(text.as_bytes(), name, text.len() as f64, Boundary::Net, Reading::PLAIN);
            (taken.map(drop), bench.runs.len(), bench.files.len())
        };
        assert_eq!(take("one.csv", "model,gpu,energy_j\nsdxl,h100,900\n"), (Ok(()), 1, 1));
        let header = r#"{"schema":1,"tool":"t","gpu":{},"plan":{}}"#;
        for (name, text) in [
            ("head.csv", "model,gpu,energy_j\n"),
            ("durations.csv", "model,gpu,duration_s\nsdxl,h100,2\n"),
            ("head.jsonl", header),
        ] {
            let (refused, rows, files) = take(name, text);
            assert!(refused.unwrap_err().contains(&format!("{name} has no row with an energy")), "{name}");
            assert_eq!((rows, files), (1, 1), "{name}");
        }
        // A row that was given before is a row.
        assert_eq!(take("copy.csv", "model,gpu,energy_j\nsdxl,h100,900\n"), (Ok(()), 1, 2));
    }
}

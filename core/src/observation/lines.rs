//! An observation file, line by line.

use super::SCHEMA;
use super::row::{Row, header};
use crate::json::Reading;
use crate::words::{Word, Words};

/// Reads the lines of one file in their order.
#[derive(Debug)]
pub struct Lines {
    name: String,
    reading: Reading,
    number: usize,
    tool: Option<String>,
}

/// What a line holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Nothing: it is blank, or torn, as a killed run leaves the last one.
    Nothing,
    /// The header.
    Header,
    /// A row, or what is wrong with it.
    Row(Box<Result<Row, String>>),
}

impl Lines {
    /// A file by its name, for messages.
    pub fn of(name: &str, reading: Reading) -> Self {
        Self { name: name.to_owned(), reading, number: 0, tool: None }
    }

    /// How many lines were taken.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// File and line of the line last taken.
    pub fn place(&self) -> String {
        place(&self.name, self.number, self.reading.words)
    }

    /// The program that wrote the file; empty before the header.
    pub fn tool(&self) -> &str {
        self.tool.as_deref().unwrap_or_default()
    }

    /// Takes the next line with its line end; without one it is torn.
    ///
    /// # Errors
    /// A first line that is not the header of this schema.
    pub fn take(&mut self, line: &[u8]) -> Result<Line, String> {
        self.number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(Line::Nothing);
        }
        if self.tool.is_some() {
            return Ok(if line.ends_with(b"\n") {
                Line::Row(Box::new(Row::read(line, self.reading)))
            } else {
                Line::Nothing
            });
        }
        match header(line, self.reading) {
            Ok(tool) => {
                self.tool = Some(tool);
                Ok(Line::Header)
            }
            Err(reason) => {
                let values = [("place", &*self.place()), ("reason", &reason)];
                Err(self.reading.words.say(Word::ROW_NO_HEADER, &values))
            }
        }
    }

    /// Whether there was a header.
    ///
    /// # Errors
    /// A file without any line.
    pub fn finish(&self) -> Result<(), String> {
        match self.tool {
            Some(_) => Ok(()),
            None => {
                let values = [("file", &*self.name), ("schema", &SCHEMA.to_string())];
                Err(self.reading.words.say(Word::ROW_EMPTY, &values))
            }
        }
    }
}

/// File and line, counted from 1.
pub fn place(file: &str, line: usize, words: Words) -> String {
    words.say(Word::ROW_PLACE, &[("file", file), ("line", &line.to_string())])
}

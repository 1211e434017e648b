//! An observation file, line by line.

use super::SCHEMA;
use super::row::{Row, header};
use crate::json::Decimal;

/// Reads the lines of one file in their order.
#[derive(Debug)]
pub struct Lines {
    name: String,
    decimal: Decimal,
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
    pub fn of(name: &str, decimal: Decimal) -> Self {
        Self { name: name.to_owned(), decimal, number: 0, tool: None }
    }

    /// How many lines were taken.
    pub const fn number(&self) -> usize {
        self.number
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
                Line::Row(Box::new(Row::read(line, self.decimal)))
            } else {
                Line::Nothing
            });
        }
        match header(line, self.decimal) {
            Ok(tool) => {
                self.tool = Some(tool);
                Ok(Line::Header)
            }
            Err(reason) => Err(format!(
                "{}, line {}: not the header of an observation file: {reason}",
                self.name, self.number
            )),
        }
    }

    /// Whether there was a header.
    ///
    /// # Errors
    /// A file without any line.
    pub fn finish(&self) -> Result<(), String> {
        match self.tool {
            Some(_) => Ok(()),
            None => Err(format!(
                "{} is empty; an observation file of schema {SCHEMA} begins with a header line",
                self.name
            )),
        }
    }
}

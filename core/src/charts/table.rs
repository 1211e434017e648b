//! The data behind a chart.

use super::number::shown;

/// A cell: rounded for reading, and exact for files.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text; empty for an empty cell.
    Text(String),
    /// A number, written only when somebody reads it: most tables stay folded while their chart is drawn again and again.
    Number {
        /// The number.
        value: f64,
        /// The decimal sign of its readers.
        decimal: char,
    },
}

impl Cell {
    /// Returns the cell for people, in their language: numbers rounded to four digits.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { value, decimal } => shown(*value, 4, *decimal),
        }
    }

    /// Returns the number for programs, where it is one.
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Text(_) => None,
            Self::Number { value, .. } => Some(*value),
        }
    }

    /// Returns the cell for files: numbers as Rust and JSON read them back, bit for bit.
    pub fn exact(&self) -> String {
        self.value().map_or_else(|| self.shown(), |value| value.to_string())
    }
}

/// The data behind a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Column headings with units.
    pub headers: Vec<String>,
    /// Rows, each as long as `headers`.
    pub rows: Vec<Vec<Cell>>,
}

/// Content of a cell.
pub(crate) enum Value<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A number, where there is one.
    Number(Option<f64>),
}

impl Table {
    /// A table without rows.
    #[inline(never)]
    pub(crate) fn new(headers: &[&str]) -> Self {
        Self { headers: headers.iter().map(|&header| header.into()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    #[inline(never)]
    pub(crate) fn add(&mut self, values: &[Value<'_>], decimal: char) {
        let cell = |value: &Value<'_>| match *value {
            Value::Text(text) => Cell::Text(text.into()),
            Value::Number(None) => Cell::Text(String::new()),
            Value::Number(Some(value)) => Cell::Number { value, decimal },
        };
        self.rows.push(values.iter().map(cell).collect());
    }
}

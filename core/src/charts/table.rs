//! The data behind a chart.

use super::number::shown;

/// A cell: rounded for reading, and exact for files.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// For people, in their language.
    pub shown: String,
    /// For programs, where it is a number.
    pub value: Option<f64>,
}

impl Cell {
    /// For files: numbers as Rust and JSON read them back, bit for bit.
    pub fn exact(&self) -> String {
        self.value.map_or_else(|| self.shown.clone(), |value| value.to_string())
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
            Value::Text(text) => Cell { shown: text.into(), value: None },
            Value::Number(None) => Cell { shown: String::new(), value: None },
            Value::Number(Some(value)) => Cell { shown: shown(value, 4, decimal), value: Some(value) },
        };
        self.rows.push(values.iter().map(cell).collect());
    }
}

//! Tables of other programs by the names of their columns.

use crate::json::{decimal, is_decimal};
use crate::spreadsheet::is_blank;
use crate::spreadsheet::number::Numbers;
use crate::spreadsheet::records::Records;
use crate::words::Words;

/// The rows of a table under the names of its columns.
pub(crate) struct HeadedTable {
    /// Names of the columns in small letters, without blanks around.
    pub(crate) heads: Vec<String>,
    /// Rows with their lines, each of as many cells as there are heads, or what is wrong with it.
    pub(crate) rows: Vec<(usize, Result<Vec<String>, String>)>,
    /// Number of times that the head row comes again.
    pub(super) heads_again: usize,
    /// Reader of its numbers.
    numbers: Numbers,
}

impl HeadedTable {
    /// Reads a table with a head row; heads that come again are left out.
    pub(crate) fn read(text: &str) -> Self {
        Self::with_heads(text, None)
    }

    /// Reads a table whose columns are named apart, where they are.
    pub(super) fn with_heads(text: &str, named: Option<&[String]>) -> Self {
        let mut records = Records::of(text.as_bytes());
        let tidy = |cells: &[String]| -> Vec<String> {
            cells.iter().map(|cell| cell.trim().to_lowercase()).collect()
        };
        let (mut heads, mut rows, mut heads_again) = (named.map(tidy), Vec::new(), 0);
        for (line, record) in records.by_ref() {
            let record = record.map_err(|unread| unread.tell(Words::ENGLISH));
            let Some(heads) = &heads else {
                heads = record.as_deref().ok().map(tidy);
                continue;
            };
            let row = record.and_then(|cells| {
                // nvidia-smi and Excel end lines with a separator at times.
                let beyond = cells.get(heads.len()..).unwrap_or_default();
                if cells.len() < heads.len() || !beyond.iter().all(|cell| cell.trim().is_empty()) {
                    return Err(format!("{} cells under {} heads", cells.len(), heads.len()));
                }
                Ok(cells)
            });
            if row.as_deref().is_ok_and(|cells| tidy(cells).starts_with(heads) && named.is_none()) {
                heads_again += 1;
                continue;
            }
            rows.push((line as usize, row));
        }
        let numbers = Numbers::of(records.separator());
        Self { heads: heads.unwrap_or_default(), rows, heads_again, numbers }
    }

    /// The number of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.heads.iter().position(|head| head == name)
    }

    /// Reads a number, written as its table's language does; `None` for a blank.
    ///
    /// # Errors
    /// What is no number, or could be two.
    pub(crate) fn number(&mut self, name: &str, cell: &str) -> Result<Option<f64>, String> {
        if is_blank(cell) {
            return Ok(None);
        }
        let plain = self.numbers.plain(cell).map_err(|unclear| {
            format!("{name}: '{}' could be {} or {}", cell.trim(), unclear.grouped, unclear.fraction)
        })?;
        let number = Some(&*plain)
            .filter(|text| is_decimal(text))
            .and_then(decimal)
            .filter(|number| number.is_finite());
        number
            .map(Some)
            .ok_or_else(|| format!("{name}: '{}' is not a number", crate::excerpt::shortened(cell.trim())))
    }
}

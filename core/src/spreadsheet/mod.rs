//! Tables as spreadsheets and other programs write them: their encoding, their separator, the names of their columns, their numbers.
//!
//! What is certain is read; what could mean two things is refused with both.

pub mod dialect;
pub mod encoding;
pub mod head;
pub mod number;
pub(crate) mod records;

/// Returns true for a cell that says nothing, in the notations of pandas, R, SQL and spreadsheets.
pub fn is_blank(cell: &str) -> bool {
    const BLANK: [&str; 9] = ["na", "n/a", "#n/a", "nan", "null", "none", "-", "–", "—"];
    let cell = cell.trim();
    cell.is_empty() || (cell.len() <= 4 && BLANK.iter().any(|blank| blank.eq_ignore_ascii_case(cell)))
}

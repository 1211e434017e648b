//! Lines on standard output. A reader that stops reading (`measure models | head`) is no error.

use std::io::{self, ErrorKind, Write};

use wattpix_core::present::whole;

/// Prints a line.
///
/// # Errors
/// Standard output cannot be written, other than because nobody reads it any more.
pub fn line(text: &str) -> anyhow::Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Tells a person something on standard error; that nobody reads it must not end a measurement.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "measure: {text}");
}

/// `1 row`, `2 rows`.
pub fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", whole(count as u64), if count == 1 { "" } else { "s" })
}

/// Prints rows as columns, the first row as their heads; numbers to the right.
///
/// # Errors
/// As [`line()`].
pub fn table<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> anyhow::Result<()> {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).chain([heads[column].len()]).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let numeric: [bool; N] = std::array::from_fn(|column| {
        rows.iter().all(|row| row[column].starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '–'))
    });
    let print = |cells: [&str; N]| {
        let cells: Vec<String> = (0..N)
            .map(|column| {
                let (cell, width) = (cells[column], widths[column]);
                if numeric[column] { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            })
            .collect();
        line(cells.join("  ").trim_end())
    };
    print(heads)?;
    for row in rows {
        print(std::array::from_fn(|column| row[column].as_str()))?;
    }
    Ok(())
}

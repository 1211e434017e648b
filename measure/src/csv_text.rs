//! Texts of other people in cells of a table.

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;

/// Returns a text as a cell that no spreadsheet runs: before what begins like a formula goes an apostrophe, as OWASP advises
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). Numbers stay as they are.
pub fn as_text(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if runs { Cow::Owned(["'", text].concat()) } else { Cow::Borrowed(text) }
}

/// Writes rows as CSV under a line of their fields' names, cells of text as [`as_text`] gives them.
///
/// # Errors
/// Rows that are no records, and those of the writer.
pub fn write<R: Serialize>(rows: impl IntoIterator<Item = R>, to: impl Write) -> anyhow::Result<()> {
    let mut plain = csv::Writer::from_writer(Vec::new());
    for row in rows {
        plain.serialize(row)?;
    }
    let plain = plain.into_inner()?;
    let mut writer = csv::Writer::from_writer(to);
    for record in csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_slice()).records() {
        writer.write_record(record?.iter().map(|cell| as_text(cell).into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text_and_numbers_stay() {
        for (text, cell) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("@x", "'@x"),
            ("-x", "'-x"),
            ("-2.5", "-2.5"),
            ("+3e4", "+3e4"),
            ("a-b", "a-b"),
            ("", ""),
        ] {
            assert_eq!(as_text(text), cell);
        }
    }
    #[test]
    fn texts_of_rows_are_safe_and_their_numbers_the_same() {
        #[derive(Serialize)]
        struct Row {
            place: &'static str,
            residual: f64,
            extrapolated: bool,
        }
        let rows = [Row { place: "=1+1.csv, line 2", residual: -0.25, extrapolated: true }];
        let mut written = Vec::new();
        write(rows, &mut written).unwrap();
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text, "place,residual,extrapolated\n\"'=1+1.csv, line 2\",-0.25,true\n");
    }
}

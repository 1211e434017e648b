//! Numbers as spreadsheets write them: with groups of digits, with a decimal comma.

use std::borrow::Cow;

/// A number that could be either of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// The number where its sign groups thousands.
    pub grouped: String,
    /// The number where its sign begins a fraction.
    pub fraction: String,
}

/// Reads the numbers of one table.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// True if cells are separated by commas, which then begin no fraction outside of quotes.
    comma_separates: bool,
    /// True if a number of the table had a decimal comma: points may then group thousands.
    decimal_comma: bool,
}

impl Numbers {
    /// The numbers of a table whose cells a sign separates.
    pub const fn of(separator: u8) -> Self {
        Self { comma_separates: separator == b',', decimal_comma: false }
    }

    /// A number with a decimal point and without groups of digits. What is no number is given back as it is.
    ///
    /// # Errors
    /// [`Unclear`] where one sign could group thousands or begin a fraction.
    pub fn plain<'a>(&mut self, cell: &'a str) -> Result<Cow<'a, str>, Unclear> {
        let cell = cell.trim();
        let text = without_blanks(cell);
        let (points, commas) = (text.matches('.').count(), text.matches(',').count());
        let decimal_comma = match (points, commas) {
            (_, 0) if points < 2 => {
                if self.decimal_comma && points == 1 && groups(&text, '.') {
                    return Err(unclear(&text, '.'));
                }
                return Ok(text);
            }
            // The last sign begins the fraction, the others group.
            (1.., 1..) => text.rfind(',') > text.rfind('.'),
            (0, 1) if self.comma_separates && groups(&text, ',') => return Err(unclear(&text, ',')),
            (0, 1) => true,
            // Several of one sign can only group.
            (0, _) => false,
            (_, _) => true,
        };
        let (group, point) = if decimal_comma { ('.', ',') } else { (',', '.') };
        let (whole, fraction) = text.split_once(point).unwrap_or((&text, ""));
        let (ungrouped, several) = (whole.replace(group, ""), fraction.contains([group, point]));
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        if !digits || several || (whole.contains(group) && !groups(whole, group)) {
            return Ok(Cow::Borrowed(cell));
        }
        self.decimal_comma |= decimal_comma && text.contains(',');
        Ok(Cow::Owned(if fraction.is_empty() { ungrouped } else { [&ungrouped, ".", fraction].concat() }))
    }

    /// Reads a whole number, which programs that hold every number as a float write as `25.0`.
    ///
    /// # Errors
    /// As [`Self::plain`].
    pub fn whole<'a>(&mut self, cell: &'a str) -> Result<Cow<'a, str>, Unclear> {
        let plain = self.plain(cell)?;
        let is_whole = |fraction: &str| fraction.bytes().all(|byte| byte == b'0');
        match plain.split_once('.') {
            Some((whole, fraction)) if !whole.is_empty() && is_whole(fraction) => {
                Ok(Cow::Owned(whole.to_owned()))
            }
            _ => Ok(plain),
        }
    }
}

/// A number without blanks and apostrophes between groups of three digits.
fn without_blanks(text: &str) -> Cow<'_, str> {
    let is_blank = |sign: char| sign.is_whitespace() || matches!(sign, '\'' | '’');
    if !text.contains(is_blank) {
        return Cow::Borrowed(text);
    }
    let whole = text.split(['.', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = whole.split(is_blank).collect();
    let grouped = parts.iter().skip(1).all(|part| is_group(part));
    let grouped = grouped && parts.first().is_some_and(|first| (1..=3).contains(&first.len()));
    let fraction = text.get(whole.len()..).unwrap_or_default();
    if grouped && !fraction.contains(is_blank) {
        Cow::Owned([&parts.concat(), fraction].concat())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_group(digits: &str) -> bool {
    digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true where a sign could group the thousands of a whole number: `12,150`, and not `0,150` or `1250,5`.
fn groups(text: &str, sign: char) -> bool {
    let mut parts = text.split(sign);
    let first = parts.next().unwrap_or_default();
    let digits = first.bytes().all(|byte| byte.is_ascii_digit());
    digits && (1..=3).contains(&first.len()) && !first.starts_with('0') && parts.all(is_group)
}

fn unclear(text: &str, sign: char) -> Unclear {
    Unclear { grouped: text.replace(sign, ""), fraction: text.replace(sign, ".") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(separator: u8, cells: &[&str]) -> Vec<String> {
        let mut numbers = Numbers::of(separator);
        let read = |cell: &&str| match numbers.plain(cell) {
            Ok(text) => text.into_owned(),
            Err(Unclear { grouped, fraction }) => format!("{grouped} or {fraction}"),
        };
        cells.iter().map(read).collect()
    }

    #[test]
    fn what_is_certain_is_read() {
        let cells = [
            "12150.5",
            "12,150.5",
            "1.234.567,8",
            "1,234,567",
            "3 050",
            "3\u{202f}050,5",
            "3'050.5",
            "1250,5",
            "0,150",
            "1.2e4",
            " 7 ",
        ];
        let read = [
            "12150.5",
            "12150.5",
            "1234567.8",
            "1234567",
            "3050",
            "3050.5",
            "3050.5",
            "1250.5",
            "0.150",
            "1.2e4",
            "7",
        ];
        assert_eq!(plain(b',', &cells), read);
        assert_eq!(plain(b';', &["12150,5", "24,300", "1.250,5"]), ["12150.5", "24.300", "1250.5"]);
    }

    #[test]
    fn what_could_be_two_numbers_is_both() {
        assert_eq!(plain(b',', &["12,150"]), ["12150 or 12.150"]);
        assert_eq!(
            plain(b';', &["1.234", "1,5", "1.234", "1234.5"]),
            ["1.234", "1.5", "1234 or 1.234", "1234.5"]
        );
    }

    #[test]
    fn what_is_no_number_stays() {
        for cell in ["", "12 J", "1,2,3", "1.2.3", "12 15", "−3050", "1,234.5.6", ",", ".", "1 234 56"] {
            assert_eq!(plain(b',', &[cell]), [cell]);
        }
    }

    #[test]
    fn whole_numbers_may_have_a_fraction_of_zeros() {
        let whole = |cell: &str| Numbers::of(b',').whole(cell).unwrap().into_owned();
        assert_eq!([whole("25.0"), whole("1024"), whole("25.5"), whole(".0")], ["25", "1024", "25.5", ".0"]);
    }
}

//! Numbers in fields: as people type them, with the decimal signs and groups of digits of every language, and as fields show them.

use wattpix_core::words::Words;

/// A number that a text stands for, as links write it, or why it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A single reading.
    Number(String),
    /// Two readings: the sign groups digits in this language and may be meant as a decimal sign.
    Ambiguous {
        /// With the sign as a decimal sign.
        decimal: String,
        /// With the sign between groups of digits.
        grouped: String,
    },
    /// No number; the text as it is, for the reader that says what is wrong.
    Other(String),
}

impl Typed {
    /// Reads a text. `whole` says that the setting is a whole number, where a decimal sign is never meant.
    pub fn read(text: &str, whole: bool, words: Words) -> Self {
        let text = text.trim();
        let number = text.replace(['\u{a0}', '\u{202f}', '’'], " ");
        let (number, spaced) = match ungrouped(&number, ' ') {
            Some(number) => (number, true),
            None => (number, false),
        };
        let signs: Vec<char> = number.chars().filter(|sign| matches!(sign, '.' | ',')).collect();
        match *signs {
            [] => Self::Number(number),
            [sign] => {
                let grouped = ungrouped(&number, sign).filter(|_| !spaced);
                let decimal = number.replace(',', ".");
                match grouped {
                    Some(grouped) if whole => Self::Ambiguous { decimal, grouped },
                    Some(grouped) if sign == ',' && words.decimal() != ',' => {
                        Self::Ambiguous { decimal, grouped }
                    }
                    _ => Self::Number(decimal),
                }
            }
            [first, .., last] => {
                let (front, fraction) = number.rsplit_once(last).unwrap_or((&number, ""));
                match ungrouped(front, first).filter(|_| first != last) {
                    Some(front) => Self::Number([&front, ".", fraction].concat()),
                    None => Self::Other(text.to_owned()),
                }
            }
        }
    }

    /// The text to read: of two meanings, the one as typed.
    pub fn text(&self) -> &str {
        match self {
            Self::Number(text) | Self::Other(text) => text,
            Self::Ambiguous { decimal, .. } => decimal,
        }
    }
}

/// A number of a link as a field shows it: with the decimal sign of the language, without groups.
pub fn in_field(words: Words, number: &str) -> String {
    number.replace('.', &words.decimal().to_string())
}

/// The digits of a number whose groups of three have a sign between them; a fraction may follow a blank-separated one.
fn ungrouped(number: &str, sign: char) -> Option<String> {
    let (groups, fraction) = match number.find(['.', ',']).filter(|_| sign == ' ') {
        Some(at) => number.split_at_checked(at)?,
        None => (number, ""),
    };
    let mut parts = groups.split(sign);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts
        .next()
        .filter(|first| (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0'))?;
    let rest: Vec<&str> = parts.collect();
    let sound = !rest.is_empty() && rest.iter().all(|part| part.len() == 3 && digits(part));
    sound.then(|| [first, &rest.concat(), fraction].concat())
}

/// True if a text in a field stands for the number that counts.
pub fn same_number(typed: &str, shown: &str, words: Words) -> bool {
    let bare = |text: &str| {
        let typed = Typed::read(text, false, words);
        let text = typed.text();
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    bare(typed) == bare(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Typed {
        Typed::read(text, false, Words::ENGLISH)
    }

    fn number(text: &str) -> Typed {
        Typed::Number(text.to_owned())
    }

    fn two(decimal: &str, grouped: &str) -> Typed {
        Typed::Ambiguous { decimal: decimal.to_owned(), grouped: grouped.to_owned() }
    }

    #[test]
    fn a_comma_is_a_decimal_sign() {
        for (text, read) in [
            ("0,15", "0.15"),
            ("0.15", "0.15"),
            (" 1,2 ", "1.2"),
            ("1,", "1."),
            (",5", ".5"),
            ("0,150", "0.150"),
            ("1234,5", "1234.5"),
            ("1 234,5", "1234.5"),
            ("1\u{202f}234\u{202f}567,25", "1234567.25"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1,234,567.5", "1234567.5"),
            ("20", "20"),
            ("", ""),
        ] {
            assert_eq!(decimal(text), number(read), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_numbers_is_neither() {
        assert_eq!(decimal("1,000"), two("1.000", "1000"));
        assert_eq!(Typed::read("1,000", false, Words::of("fr").unwrap()), number("1.000"));
        assert_eq!(Typed::read("10,000", true, Words::of("fr").unwrap()), two("10.000", "10000"));
        assert_eq!(Typed::read("10.000", true, Words::ENGLISH), two("10.000", "10000"));
        assert_eq!(Typed::read("10 000", true, Words::ENGLISH), number("10000"));
        assert_eq!(Typed::read("1,5", true, Words::ENGLISH), number("1.5"), "refused by its reader");
    }

    #[test]
    fn what_is_no_number_stays_as_it_is() {
        for text in ["1,2,3", "1.2.3", "1,23,456.7"] {
            assert_eq!(decimal(text), Typed::Other(text.to_owned()));
        }
        for text in ["abc", "1 2", "-5", "1e3", "12 34"] {
            assert_eq!(decimal(text), number(text), "refused by its reader");
        }
    }

    #[test]
    fn what_is_typed_may_be_written_otherwise() {
        let same = |typed, shown| same_number(typed, shown, Words::ENGLISH);
        assert!(same("1.", "1") && same("1.20", "1.2") && same("100", "100") && same("1,2", "1.2"));
        assert!(same("10 000", "10000") && same("", ""));
        assert!(!same("100", "1") && !same("", "0") && !same("1.2", "12"));
    }
}

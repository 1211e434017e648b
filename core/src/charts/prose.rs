//! Putting text together from pieces. Plain appending in one place: `format!` at every call would be half of
//! the charts' bytes on the wire.

use crate::words::{Word, Words};

/// Appends pieces.
#[inline(never)]
pub(crate) fn add(text: &mut String, pieces: &[&str]) {
    for piece in pieces {
        text.push_str(piece);
    }
}

/// Pieces as one text.
#[inline(never)]
pub(crate) fn joined(pieces: &[&str]) -> String {
    let mut text = String::new();
    add(&mut text, pieces);
    text
}

/// "title (unit)", or the title alone for a bare number.
pub(crate) fn heading(title: &str, unit: &str) -> String {
    if unit.is_empty() { joined(&[title]) } else { joined(&[title, " (", unit, ")"]) }
}

/// "number unit" with a space that does not break, or the number alone.
pub(crate) fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { joined(&[number]) } else { joined(&[number, "\u{a0}", unit]) }
}

/// ", low to high unit" after a value; nothing without an interval.
#[inline(never)]
pub(crate) fn add_interval(text: &mut String, interval: Option<(f64, f64)>, unit: &str, words: Words) {
    if let Some((low, high)) = interval {
        let number = |value: f64| super::number::brief(value, words.decimal());
        let (low, high) = (number(low), with_unit(&number(high), unit));
        add(text, &[", ", &words.say(Word::NUMBER_RANGE, &[("low", &low), ("high", &high)])]);
    }
}

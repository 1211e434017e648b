//! Putting text together from pieces. Plain appending in one place: `format!` at every call would be half of
//! the charts' bytes on the wire.

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

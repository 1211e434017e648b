//! Excerpts of typed text, as messages quote it.

/// Returns a text in one line of at most 60 characters, so that neither a hostile link nor a broken table floods a page or
/// a terminal.
pub fn shortened(given: &str) -> String {
    const MOST: usize = 60;
    let (start, end) = match given.char_indices().nth(MOST) {
        None => (given, ""),
        Some((end, _)) => (given.get(..end).unwrap_or_default(), "…"),
    };
    let visible = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    start.chars().map(visible).chain(end.chars()).collect()
}

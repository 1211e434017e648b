//! Tables that may be wider than the page.

use wattpix_core::words::{Word, Words};

/// Returns the accessible name of a table that can be scrolled.
pub(super) fn scrollable(words: Words, what: Word) -> String {
    words.say(Word::FIGURE_SCROLLABLE, &[("title", words.text(what))])
}

//! Tables that may be wider than the page.

use wattpix_core::words::{Word, Words};

/// What a table that can be scrolled is called for people who do not see it.
pub(super) fn scrollable(words: Words, what: Word) -> String {
    words.say(Word::FIGURE_SCROLLABLE, &[("title", words.text(what))])
}

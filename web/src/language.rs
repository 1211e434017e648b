//! The language of what is asked of the program without a state: all but the calculator.

use std::sync::OnceLock;

use wattpix_core::words::Words;

static WORDS: OnceLock<Words> = OnceLock::new();

/// Takes the words of the page's language, one a line; without them the module speaks English. A page has one language: what is
/// told later changes nothing.
pub fn speak(lines: String) {
    if let Some(words) = Words::read(lines) {
        let _ = WORDS.set(words);
    }
}

/// The words of the page's language.
pub fn words() -> Words {
    WORDS.get().copied().unwrap_or(Words::ENGLISH)
}

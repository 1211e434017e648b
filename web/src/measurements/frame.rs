//! What the panel holds before a file is chosen: the place for files, and what becomes of them.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};

use crate::say::said;

/// Kinds of files that a person can bring, by how their names end.
pub const ENDINGS: &str = ".jsonl,.csv,.json";

/// The place for files, and what becomes of them.
pub fn frame(words: Words) -> Markup {
    html! {
        p.about {
            (said(words, Word::MEASUREMENTS_ABOUT, [".jsonl", ".csv", ".json"].map(|ending| {
                (ending.trim_start_matches('.'), html! { code { (ending) } })
            })))
        }
        div.drop data-drop {
            label { (words.text(Word::MEASUREMENTS_CHOOSE)) input type="file" name="measurements" accept=(ENDINGS); }
        }
        p.privacy { (words.text(Word::MEASUREMENTS_PRIVACY)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_for_files_says_that_nothing_is_uploaded() {
        let markup = frame(Words::ENGLISH).into_string();
        assert!(markup.contains("type=\"file\"") && markup.contains("nothing is uploaded"), "{markup}");
    }
}

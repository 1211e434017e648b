//! What the panel holds before a file is chosen: the place for files, and what becomes of them.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};

use crate::say::{Told, said};

/// Kinds of files that a person can bring, by how their names end.
pub const ENDINGS: &str = ".jsonl,.csv,.json";

/// The place for files, and what becomes of them. The script of the panel fills the rest.
pub fn frame(words: Words) -> Markup {
    let code = |ending: &str| html! { code { (ending) } };
    let values = [("jsonl", code(".jsonl")), ("csv", code(".csv")), ("json", code(".json"))];
    html! {
        p.about { (said(words, Word::MEASUREMENTS_ABOUT, values)) }
        div.drop data-drop {
            label for="own-files" { (Told(words, Word::MEASUREMENTS_CHOOSE)) }
            input type="file" id="own-files" accept=(ENDINGS) multiple;
        }
        p.privacy { (Told(words, Word::MEASUREMENTS_PRIVACY)) }
        div data-own="busy" hidden {
            p role="status" {}
            progress aria-label=(Told(words, Word::MEASUREMENTS_PROGRESS)) {}
            " "
            button.quiet type="button" data-act="cancel" { (Told(words, Word::MEASUREMENTS_CANCEL)) }
        }
        div data-own="problem" role="alert" {}
        div data-own="read" {}
        div.charts data-own="charts" {}
        div data-own="made" {}
        div data-own="shelf" {}
    }
}

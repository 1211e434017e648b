//! Method and sources of the numbers, in the page itself: for those who read it without scripts.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};
use wattpix_web::law::{equation, time_and_power};

/// The method in a few sentences. The documents behind the fits are on the page of sources.
pub fn method(words: Words) -> Markup {
    let text = |word: Word| words.text(word);
    html! {
        p { (text(Word::PAGE_METHOD_OPERATIONS)) }
        p {
            (text(Word::EXPLANATION_TIME_AND_POWER)) " "
            span.law { (time_and_power()) }
        }
        p {
            (text(Word::PAGE_METHOD_ADDITIVE)) " "
            span.law { (equation()) }
        }
        p { (text(Word::PAGE_METHOD_INTERVAL)) }
    }
}

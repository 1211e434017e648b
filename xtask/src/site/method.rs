//! Method and sources of the numbers, in the page itself: for those who read it without scripts.

use maud::{Markup, html};
use wattpix_core::fit::BUNDLED;
use wattpix_core::fit::schema::Citation;
use wattpix_core::words::{Word, Words};
use wattpix_web::law::{equation, time_and_power};

/// The documents behind all fits, each once.
fn documents() -> Vec<&'static Citation> {
    let mut documents: Vec<&Citation> = Vec::new();
    for document in BUNDLED.iter().flat_map(|fit| fit.file().sources.iter()) {
        if !documents.iter().any(|known| known.url == document.url) {
            documents.push(document);
        }
    }
    documents
}

/// The method in a few sentences, and those documents.
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
        p { (text(Word::PAGE_METHOD_SOURCES)) }
        ul lang="en" {
            @for document in documents() {
                li { a href=(document.url) { (document.title) } ": " (document.locator) }
            }
        }
    }
}

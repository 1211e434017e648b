//! The fits that a person has here: to be used, kept, or forgotten.

use maud::{Markup, html};
use wattpix_core::fit::Fit;
use wattpix_core::words::{Word, Words};

use crate::say::Told;

/// The list of `fits`, of which the browser keeps those with the ids `kept`; empty where there is none.
pub fn shelf(words: Words, fits: &[&Fit], kept: &[String]) -> Markup {
    let is_kept = |fit: &Fit| kept.iter().any(|id| id == fit.id());
    html! {
        @if !fits.is_empty() {
            h3 { (Told(words, Word::MEASUREMENTS_SHELF)) }
            ul.shelf data-testid="own-fits" {
                @for fit in fits {
                    li data-fit=(fit.id()) {
                        b { (fit.file().title) } " " code { (fit.id()) } " "
                        span.about {
                            (words.text(if is_kept(fit) { Word::MEASUREMENTS_IS_KEPT } else { Word::MEASUREMENTS_NOT_KEPT }))
                        }
                        div.acts {
                            button.quiet type="button" data-act="use" { (Told(words, Word::MEASUREMENTS_USE)) } " "
                            @if !is_kept(fit) {
                                button.quiet type="button" data-act="keep" { (Told(words, Word::MEASUREMENTS_KEEP)) } " "
                            }
                            button.quiet type="button" data-act="forget" { (Told(words, Word::MEASUREMENTS_FORGET)) }
                        }
                    }
                }
            }
        }
    }
}

//! The fits that a person has here: to be used, kept, or forgotten.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};

use super::flat;
use crate::say::Told;

/// The list of `fits`, one a line; those among `kept` are in the browser's storage.
pub fn shelf(words: Words, fits: &str, kept: &str) -> Markup {
    let read =
        |line| flat::named(line).map(|(id, title)| (id, title, kept.split('\n').any(|other| other == line)));
    let fits: Vec<_> = fits.split('\n').filter_map(read).collect();
    html! {
        @if !fits.is_empty() {
            h3 { (Told(words, Word::MEASUREMENTS_SHELF)) }
            ul.shelf data-testid="own-fits" {
                @for (id, title, is_kept) in &fits {
                    li data-fit=(id) {
                        b { (title) } " " code { (id) } " "
                        span.about {
                            (words.text(if *is_kept { Word::MEASUREMENTS_IS_KEPT } else { Word::MEASUREMENTS_NOT_KEPT }))
                        }
                        div.acts {
                            button.quiet type="button" data-act="use" { (Told(words, Word::MEASUREMENTS_USE)) } " "
                            @if !is_kept {
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

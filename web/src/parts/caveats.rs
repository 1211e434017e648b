//! What to know beside the figure.

use maud::{Markup, html};
use wattpix_core::words::Word;

use crate::say::Told;
use crate::view::View;

/// One line a caveat; nothing where there is none.
pub fn caveats(view: &View) -> Markup {
    let caveats = view.estimate.as_ref().map(|estimate| estimate.caveats.as_slice()).unwrap_or_default();
    html! {
        @if !caveats.is_empty() {
            section.caveats aria-label=(Told(view.words, Word::CAVEATS_LABEL)) {
                h2 { (Told(view.words, Word::CAVEATS_TITLE)) }
                ul {
                    @for caveat in caveats {
                        li data-caveat=(caveat.code()) { (caveat.tell(view.words)) }
                    }
                }
            }
        }
    }
}

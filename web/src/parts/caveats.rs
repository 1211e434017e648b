//! What to know beside the figure.

use maud::{Markup, html};

use crate::view::View;

/// One line a caveat; nothing where there is none.
pub fn caveats(view: &View) -> Markup {
    let caveats = view.estimate.as_ref().map(|estimate| estimate.caveats.as_slice()).unwrap_or_default();
    html! {
        @if !caveats.is_empty() {
            section.caveats aria-label="Caveats" {
                h2 { "What to know beside it" }
                ul {
                    @for caveat in caveats {
                        li data-caveat=(caveat.code()) { (caveat.to_string()) }
                    }
                }
            }
        }
    }
}

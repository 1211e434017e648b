//! Values of the link that could not be used.

use maud::{Markup, html};
use wattpix_core::words::Word;

use crate::view::View;

/// One line a value; nothing where all could be used.
pub fn problems(view: &View) -> Markup {
    html! {
        @if !view.page.problems.is_empty() {
            div.problems {
                p { (view.words.text(Word::PROBLEMS_TITLE)) }
                ul {
                    @for problem in &view.page.problems {
                        li data-key=(problem.key) { (problem.message) }
                    }
                }
            }
        }
    }
}

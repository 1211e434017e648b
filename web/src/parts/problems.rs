//! Values of the link that could not be used.

use maud::{Markup, html};
use wattpix_core::words::Word;

use crate::problem::Problem;
use crate::say::Told;
use crate::view::View;

/// One line a value; nothing where all could be used.
pub fn problems(view: &View) -> Markup {
    html! {
        @if !view.page.problems.is_empty() {
            div.problems {
                p { (Told(view.words, Word::PROBLEMS_TITLE)) }
                ul { (lines(&view.page.problems)) }
            }
        }
    }
}

/// Refused values of a panel's own settings; nothing where there are none.
pub fn list(problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() { ul.problems role="alert" { (lines(problems)) } }
    }
}

fn lines(problems: &[Problem]) -> Markup {
    html! { @for problem in problems { li data-key=(problem.key) { (problem.message) } } }
}

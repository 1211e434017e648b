//! Values of the link that could not be used.

use leptos::prelude::*;
use wattpix_core::words::Word;

use crate::problem::Problem;
use crate::state::State;
use crate::view::View;

/// List of values that could not be used, a line each; empty without any.
#[component]
pub fn Problems() -> impl IntoView {
    let state = expect_context::<State>();
    let shown = move || {
        let awaits = state.awaits.get();
        state.get(|view| problems(view, awaits))
    };
    view! { <div role="alert" data-testid="problems" data-slot="problems">{move || shown()}</div> }
}

/// The values that could not be used; while more of the catalogue comes, which may know them, that it does.
fn problems(view: &View, awaits: bool) -> AnyView {
    let problems = &view.page.problems;
    if problems.is_empty() {
        return ().into_any();
    }
    if awaits {
        return view! { <p class="wait">{view.words.text(Word::PANEL_LOADING)}</p> }.into_any();
    }
    view! {
        <div class="problems">
            <p>{view.words.text(Word::PROBLEMS_TITLE)}</p>
            <ul>{lines(problems)}</ul>
        </div>
    }
    .into_any()
}

/// Refused values of a panel's own settings; nothing where there are none.
pub fn refused(problems: &[Problem]) -> AnyView {
    if problems.is_empty() {
        return ().into_any();
    }
    view! { <ul class="problems" role="alert">{lines(problems)}</ul> }.into_any()
}

fn lines(problems: &[Problem]) -> AnyView {
    let line = |problem: &Problem| {
        view! { <li data-key=problem.key.clone()>{problem.message.clone()}</li> }.into_any()
    };
    problems.iter().map(line).collect::<Vec<_>>().into_any()
}

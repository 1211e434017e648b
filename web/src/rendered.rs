//! Components as HTML, without a browser.

use leptos::prelude::*;
use wattpix_core::words::Words;

use crate::query::Query;
use crate::state::State;

/// Returns the HTML of a component in a state of the English page, without the signs by which views are told apart.
pub fn rendered<V: IntoView>(query: &str, view: impl FnOnce() -> V) -> String {
    rendered_in(Words::ENGLISH, query, view)
}

/// Renders a component in a language.
pub fn rendered_in<V: IntoView>(words: Words, query: &str, view: impl FnOnce() -> V) -> String {
    // Effects want one and never run here. Refused where there is one already.
    let _ = any_spawner::Executor::init_futures_executor();
    Owner::new().with(|| {
        provide_context(State::new(words, Query::parse(query)));
        view().into_view().to_html().replace("<!>", "")
    })
}

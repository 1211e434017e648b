//! Building blocks of several panels.

use leptos::prelude::*;
use wattpix_core::words::Word;

use crate::charts;
use crate::components::Figure;
use crate::state::State;

/// A sentence on what is shown.
#[component]
pub fn About(word: Word) -> impl IntoView {
    let words = expect_context::<State>().words;
    view! { <p class="about">{words.text(word)}</p> }
}

/// Charts by their ids.
#[component]
pub fn Charts(ids: &'static [&'static str]) -> impl IntoView {
    let charts = ids.iter().filter_map(|id| charts::find(id));
    let figures = charts.map(|chart| view! { <Figure chart/> }).collect_view();
    view! { <div class="charts">{figures}</div> }
}

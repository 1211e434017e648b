//! The calculator.

use leptos::prelude::*;
use wattpix_core::words::Word;

use crate::browser;
use crate::charts;
use crate::components::{Caveats, Compared, Figure, Problems, Readout, Sources, Voice, spoken};
use crate::countries;
use crate::form::Form;
use crate::panels::{self, Panel};
use crate::reactive::{effect, memo};
use crate::state::State;

/// Milliseconds without a change after which the result is said to those who hear the page: not every key press is news.
const SETTLED: u64 = 700;

/// The whole page, between its head and the tables that the build writes.
#[component]
pub fn App() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    countries::follow(state);
    speak_result(state);
    effect(move || browser::keep_state_in_other_languages(&state.query()));
    let sheet = move || {
        state.query();
        words.say(Word::SCRIPT_SHEET, &[("link", &browser::address())])
    };
    let charts =
        const { &charts::FIRST }.iter().map(|chart| view! { <Figure chart/> }.into_any()).collect::<Vec<_>>();
    let panels =
        const { &panels::ALL }.iter().map(|panel| view! { <Panel panel/> }.into_any()).collect::<Vec<_>>();
    view! {
        <Voice/>
        <p class="printed" id="printed">{move || sheet()}</p>
        <main
            class="page"
            id="calculator"
            on:click=move |event| browser::follow_link(&event, state)
            on:input=move |event| state.on_input(&event)
            on:change=move |event| state.on_change(&event)
            on:focusin=move |event| state.on_focus_in(&event)
            on:focusout=move |event| state.on_focus_out(&event)
            on:keydown=move |event| state.on_key_down(&event)
        >
            <Problems/>
            <div class="desk">
                <Form/>
                <div class="answer">
                    <Readout/>
                    <Caveats/>
                </div>
            </div>
            <Compared/>
            <section class="charts" aria-label=words.text(Word::FIGURE_CHARTS)>{charts}</section>
            <section class="panels" aria-label=words.text(Word::PANEL_LABEL)>{panels}</section>
            <Sources/>
        </main>
    }
}

/// Says the result once it has settled. What is there when the page opens is read with the page.
fn speak_result(state: State) {
    let result = memo(move || state.get(spoken).unwrap_or_default());
    let first = StoredValue::new(true);
    effect(move || {
        let result = result.get();
        if !first.get_value() {
            state.spoken.say(result, SETTLED);
        }
        first.set_value(false);
    });
}

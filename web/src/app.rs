//! The calculator.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wattpix_core::words::Word;
use web_sys::{Element, HtmlElement};

use crate::browser;
use crate::charts;
use crate::components::{
    Caveats, Clip, Compared, Figure, Problems, Ranking, Readout, Situations, Sources, Strip, Voice, spoken,
};
use crate::country_names;
use crate::form::{self, Form};
use crate::further;
use crate::panels::{self, PanelGroup};
use crate::query::Query;
use crate::reactive::{effect, memo};
use crate::state::State;

/// Milliseconds without a change after which the result is said to those who hear the page: not every key press is news.
const SETTLED: u64 = 700;

/// The whole page, between its head and the tables that the build writes.
#[component]
pub fn App() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    country_names::follow(state);
    further::follow(state);
    speak_result(state);
    effect(move || browser::keep_state_in_other_languages(&state.query()));
    let sheet = move || {
        state.query();
        words.say(Word::SCRIPT_SHEET, &[("link", &browser::address())])
    };
    let charts =
        const { &charts::FIRST }.iter().map(|chart| view! { <Figure chart/> }.into_any()).collect::<Vec<_>>();
    let panels = const { &panels::GROUPS }
        .iter()
        .map(|group| view! { <PanelGroup group/> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <Voice/>
        <p class="printed" id="printed">{move || sheet()}</p>
        <main
            class="page"
            id="calculator"
            on:click=move |event| on_click(&event, state)
            on:input=move |event| state.on_input(&event)
            on:change=move |event| state.on_change(&event)
            on:focusin=move |event| state.on_focus_in(&event)
            on:focusout=move |event| state.on_focus_out(&event)
            on:keydown=move |event| state.on_key_down(&event)
        >
            <Problems/>
            <Situations/>
            <div class="desk">
                <Form/>
                <div class="answer">
                    <Readout/>
                    <Caveats/>
                    <Compared/>
                    <Clip/>
                </div>
                <section class="charts" aria-label=words.text(Word::FIGURE_CHARTS)>{charts}</section>
            </div>
            <Ranking/>
            {panels}
            <Sources/>
            <Strip/>
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

/// Selector of the element that takes the focus when the focused one is gone.
const NEXT_STOP: &str = "[data-testid=result] a[href], [data-testid=result] button";

/// Shows the field that a clicked button names, or follows a clicked link to another state of the page, but for clicks that mean another tab
/// or window.
fn on_click(event: &MouseEvent, state: State) {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok()).filter(|_| plain);
    let target = target.and_then(|target| target.closest("a[href^='?'], [data-field]").ok()?);
    if let Some(key) = target.as_ref().and_then(|target| target.get_attribute("data-field")) {
        return form::show(&key);
    }
    let link = target;
    let Some(query) = link.and_then(|link| link.get_attribute("href")) else { return };
    event.prevent_default();
    state.visit(Query::parse(&query));
    // The link may have gone with what it led to.
    set_timeout(
        || {
            let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            let next = browser::find(NEXT_STOP)
                .filter(|_| lost)
                .and_then(|next| next.dyn_into::<HtmlElement>().ok());
            if let Some(next) = next {
                // Refused only for what cannot have the focus.
                let _ = next.focus();
            }
        },
        Duration::ZERO,
    );
}

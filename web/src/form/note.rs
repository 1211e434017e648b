//! Notes below a field: its limits, and why a text cannot be used.

use leptos::prelude::*;
use wattpix_core::words::{Word, Words};

use super::draft::{Draft, Number};
use crate::state::State;

/// Says below a field why its text cannot be used, and offers the nearest value that can.
#[component]
pub fn Note(#[prop(into)] key: String) -> impl IntoView {
    let state = expect_context::<State>();
    let id = ["note-", &key].concat();
    let name = key.clone();
    let said = move || match state.draft(&key) {
        Some(draft) if !draft.message.is_empty() => said(draft, state),
        _ => ().into_any(),
    };
    view! { <div class="note" id=id data-note=name aria-live="polite">{move || said()}</div> }
}

fn said(draft: Draft, state: State) -> AnyView {
    let Draft { key, message, nearest, finished, .. } = draft;
    let offer = nearest.map(|nearest| {
        let label = state.words.say(Word::FORM_USE_VALUE, &[("value", &nearest)]);
        let (name, value) = (key.clone(), nearest.clone());
        view! {
            " "
            <button
                class="quiet"
                type="button"
                data-use=value
                data-for=name
                on:click=move |_| state.take(&key, &nearest)
            >
                {label}
            </button>
        }
        .into_any()
    });
    let class = if finished { "problem" } else { "" };
    view! { <span class=class>{message}</span>{offer} }.into_any()
}

/// Limits of a number field.
#[component]
pub fn Limits(key: &'static str) -> impl IntoView {
    let state = expect_context::<State>();
    let limits = move || {
        state.get(|view| Number::of(view, key).map(|number| limits(&number, view.words)).unwrap_or_default())
    };
    view! { <p class="limits" data-limits=key>{move || limits()}</p> }
}

/// Returns the limits in half a sentence.
fn limits(number: &Number, words: Words) -> String {
    let [least, most, step] = number.limits.for_people(words);
    match &*step {
        "1" => words.say(Word::FORM_LIMITS_WHOLE, &[("least", &least), ("most", &most)]),
        step => words.say(Word::FORM_LIMITS_MULTIPLE, &[("step", step), ("least", &least), ("most", &most)]),
    }
}

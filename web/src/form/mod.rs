//! The form: what a person can set, as data in [`fields`], each a [`field`], shown by [`Form`].
//!
//! The browser's own form elements hold what is typed. [`NumberInput`] and [`ChoiceInput`] show the state;
//! `editing` hears them and knows when one ends, [`draft`] what a text means, and [`Note`] says below a field why its text cannot be used. The fields of
//! panels are made of the same.

mod choice;
pub mod draft;
mod editing;
pub mod field;
pub mod fields;
mod note;
mod number;
mod offers;
pub mod panel_fields;
mod presses;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wattpix_core::carbon::electricity::ZONE;
use wattpix_core::words::Word;
use web_sys::HtmlElement;

use crate::reactive::memo;
use crate::state::State;
use crate::{browser, country_names};

pub use choice::{ChoiceField, ChoiceInput};
pub use note::Note;
pub use number::{NumberField, NumberInput};
pub use presses::Presses;

use field::{Field, Group, Kind, Preset};
use fields::GROUPS;
use note::Limits;

/// Unfolds the group of a field and gives it the focus.
pub fn show(key: &str) {
    let field = browser::find(&["[name=", key, "]"].concat());
    if let Some(group) = field.as_ref().and_then(|field| field.closest("details").ok()?) {
        // Refused only for names that are no names.
        let _ = group.set_attribute("open", "");
    }
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        // Refused only for what cannot have the focus.
        let _ = field.focus();
    }
}

/// The whole form.
#[component]
pub fn Form() -> impl IntoView {
    let words = expect_context::<State>().words;
    let groups = const { &GROUPS }.iter().map(|group| view! { <Part group/> }.into_any()).collect::<Vec<_>>();
    view! { <form class="controls" aria-label=words.text(Word::FORM_LABEL)>{groups}</form> }
}

/// A group of fields under its legend, folded away or not.
#[component]
fn Part(group: &'static Group) -> impl IntoView {
    let state = expect_context::<State>();
    let legend = state.words.text(group.legend);
    let row = |fields: &'static [Field]| match fields.first().and_then(|first| first.when) {
        None => view! { <Row fields/> }.into_any(),
        Some(when) => {
            let shown = memo(move || state.get(when));
            let row = move || if shown.get() { view! { <Row fields/> }.into_any() } else { ().into_any() };
            view! { {move || row()} }.into_any()
        }
    };
    let rows = group.rows.iter().map(|fields| row(fields)).collect::<Vec<_>>();
    if !group.folded {
        return view! { <fieldset><legend>{legend}</legend>{rows}</fieldset> }.into_any();
    }
    let names_country = group.rows.iter().copied().flatten().any(|field| field.key == ZONE);
    let unfolded = move |_| {
        if names_country {
            country_names::ask(state);
        }
    };
    view! {
        <details class="more" on:toggle=unfolded>
            <summary>{legend}</summary>
            {rows}
        </details>
    }
    .into_any()
}

/// Fields side by side, and below them what their numbers may be and why their texts cannot be used.
#[component]
fn Row(fields: &'static [Field]) -> impl IntoView {
    let numbers = || fields.iter().filter(|field| matches!(field.kind, Kind::Number { .. }));
    let notes = numbers().next().map(|first| {
        let notes = numbers().map(|field| view! { <Note key=field.key/> }.into_any()).collect::<Vec<_>>();
        view! { <div class="notes"><Limits key=first.key/>{notes}</div> }.into_any()
    });
    let fields = fields.iter().map(|field| view! { <Element field/> }.into_any()).collect::<Vec<_>>();
    view! { <div class="row">{fields}</div>{notes} }
}

#[component]
fn Element(field: &'static Field) -> impl IntoView {
    let state = expect_context::<State>();
    let (key, label) = (field.key, state.words.text(field.label));
    let hint = field.hint.map(|hint| state.words.text(hint));
    match field.kind {
        Kind::Links(presets) => view! { <Presets key label presets/> }.into_any(),
        Kind::Number { .. } => view! { <NumberField key label hint noted=false/> }.into_any(),
        Kind::Choice { value, items } => view! { <ChoiceField key label hint value items/> }.into_any(),
    }
}

/// Links to common values.
#[component]
pub fn Presets(
    /// Name by which programs find them.
    key: &'static str,
    /// Name for those who hear the page.
    label: &'static str,
    /// The values.
    presets: fn(&crate::view::View) -> Vec<Preset>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let link = |Preset { link, label, chosen }| {
        view! { <a class="chip" href=link aria-current=chosen.then_some("true")>{label}</a> }.into_any()
    };
    let links = move || state.get(presets).into_iter().map(link).collect::<Vec<_>>().into_any();
    view! { <nav class="presets" aria-label=label data-links=key>{move || links()}</nav> }
}

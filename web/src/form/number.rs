//! A field for a number.

use leptos::html;
use leptos::prelude::*;

use super::Note;
use super::draft::{DIMENSION, Number, is_refused};
use super::field::Limits;
use crate::reactive::{effect, memo};
use crate::state::State;
use crate::typed::same_number;

/// A number under its label; with `noted` the place for its note is below it.
#[component]
pub fn NumberField(
    key: &'static str,
    label: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    #[prop(default = true)] noted: bool,
) -> impl IntoView {
    let [id, hint_id, note] = ["field-", "hint-", "note-"].map(|start| [start, key].concat());
    let described_by = if hint.is_some() { [&*hint_id, " ", &note].concat() } else { note };
    let hint = hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> }.into_any());
    let note = noted.then(|| view! { <Note key/> }.into_any());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <NumberInput key id described_by/>
            {hint}
            {note}
        </div>
    }
}

/// Text and state of a number field.
#[derive(Clone, PartialEq)]
struct Shown {
    /// The number that counts.
    counts: String,
    /// The text in the field: the number, or what was typed and cannot be used.
    text: String,
    limits: Limits,
    invalid: bool,
}

impl Shown {
    fn of(state: State, key: &str) -> Self {
        let draft = state.draft(key);
        state.get(|view| {
            let (counts, limits) = match Number::of(view, key) {
                Some(number) => (number.shown, number.limits),
                None => (String::new(), Limits::default()),
            };
            let invalid = draft.as_ref().map_or_else(|| is_refused(view, key), |draft| draft.finished);
            let text = draft.map_or_else(|| counts.clone(), |draft| draft.text);
            Self { counts, text, limits, invalid }
        })
    }
}

/// The element in which a number is typed. What is being typed stays as it is typed; another choice that changes the number replaces it.
#[component]
pub fn NumberInput(
    /// Key in the query, or `model.` and the key of a dimension.
    #[prop(into)]
    key: String,
    /// Id of the element.
    id: String,
    /// Ids of what describes it.
    described_by: String,
) -> impl IntoView {
    let state = expect_context::<State>();
    let element = NodeRef::<html::Input>::new();
    let dimension = key.strip_prefix(DIMENSION).map(str::to_owned);
    let mode = if dimension.is_some() { "numeric" } else { "decimal" };
    let name = key.clone();
    let key = StoredValue::new(key);
    let field = memo(move || key.with_value(|key| Shown::of(state, key)));
    let text = memo(move || field.with(|field| field.text.clone()));
    effect(move || {
        let text = text.get();
        // What is being typed stays as it is typed: "1." means 1 and is not to become it.
        if let Some(field) = element.get()
            && !same_number(&field.value(), &text, state.words)
        {
            field.set_value(&text);
        }
    });
    let limit = move |at: usize| field.with(|field| field.limits.all()[at].to_owned());
    view! {
        <input
            type="text"
            id=id
            name=name
            data-dimension=dimension
            data-min=move || limit(0)
            data-max=move || limit(1)
            data-step=move || limit(2)
            inputmode=mode
            autocomplete="off"
            value=move || field.with(|field| field.counts.clone())
            aria-invalid=move || field.with(|field| if field.invalid { "true" } else { "false" })
            aria-describedby=described_by
            node_ref=element
        />
    }
}

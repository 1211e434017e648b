//! A field for one of several words.

use leptos::prelude::*;

use super::draft::DIMENSION;
use super::field::Item;
use crate::reactive::memo;
use crate::state::State;
use crate::view::View;

/// A choice under its label.
#[component]
pub fn ChoiceField(
    key: &'static str,
    label: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    /// Gives what counts at present.
    value: fn(&View) -> String,
    /// Gives the words.
    items: fn(&View) -> Vec<Item>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let [id, hint_id] = ["field-", "hint-"].map(|start| [start, key].concat());
    let described_by = hint.map(|_| hint_id.clone());
    let hint = hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> }.into_any());
    let (value, items) = (memo(move || state.get(value)), memo(move || state.get(items)));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <ChoiceInput key id described_by value items/>
            {hint}
        </div>
    }
}

/// The element in which one of several words is chosen.
#[component]
pub fn ChoiceInput(
    /// Key in the query, or `model.` and the key of a dimension.
    #[prop(into)]
    key: String,
    /// Id of the element.
    id: String,
    /// Ids of what describes it.
    described_by: Option<String>,
    /// Present value.
    value: Memo<String>,
    /// The words.
    items: Memo<Vec<Item>>,
) -> impl IntoView {
    let dimension = key.strip_prefix(DIMENSION).map(str::to_owned);
    let option = |item: &Item, value: &str| {
        let chosen = item.value == value;
        let (value, label, possible) = (item.value.clone(), item.label.clone(), item.possible);
        view! { <option value=value disabled=!possible prop:selected=chosen>{label}</option> }.into_any()
    };
    let options = move || {
        let value = value.get();
        items.with(|items| items.iter().map(|item| option(item, &value)).collect::<Vec<_>>()).into_any()
    };
    view! {
        <select
            id=id
            name=key
            data-dimension=dimension
            aria-describedby=described_by
        >
            {move || options()}
        </select>
    }
}

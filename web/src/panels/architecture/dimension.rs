//! The field of a dimension of an architecture, named by its key after `model.`.

use leptos::prelude::*;
use wattpix_core::model::custom::dimension::Dimension;
use wattpix_core::words::Word;

use crate::components::{bold, plain, sentence};
use crate::form::draft::DIMENSION;
use crate::form::field::Item;
use crate::form::{ChoiceInput, Note, NumberInput};
use crate::reactive::memo;
use crate::state::State;
use crate::view::View;

/// A dimension, with what it is in the base where that differs.
#[component]
pub fn DimensionField(dimension: &'static Dimension) -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let [id, hint_id, name] =
        ["dimension-", "hint-of-", DIMENSION].map(|start| [start, dimension.key].concat());
    let described_by = [&hint_id, " note-", &*name].concat();
    let (label, meaning) = dimension.words(words);
    let before = memo(move || state.get(|view| before(view, dimension)));
    let field = if dimension.is_word() {
        let value = memo(move || state.get(|view| chosen(view, dimension)));
        let items = memo(move || state.get(|view| items(view, dimension)));
        view! { <ChoiceInput key=name.clone() id=id.clone() described_by=Some(described_by) value items/> }
            .into_any()
    } else {
        view! { <NumberInput key=name.clone() id=id.clone() described_by/> }.into_any()
    };
    let meant = meaning;
    let base = move || {
        let said = before.get().map(|(value, model)| {
            let said =
                sentence(words, Word::ARCHITECTURE_BEFORE, [("value", bold(value)), ("model", plain(model))]);
            let gap = if meant.is_empty() { "" } else { "; " };
            view! { {gap}{said} }.into_any()
        });
        said.into_any()
    };
    view! {
        <div class="field" data-changed=move || before.with(Option::is_some)>
            <label for=id>{label}</label>
            {field}
            <p class="hint" id=hint_id>
                {meaning}
                {move || base()}
            </p>
            <Note key=name/>
        </div>
    }
}

/// The value in the base and the base's name, where the model has another.
fn before(view: &View, dimension: &Dimension) -> Option<(String, &'static str)> {
    let (model, base) = (view.model(), view.model().base());
    let value = dimension.value(model).unwrap_or_default();
    let before = dimension.value(base).filter(|before| *before != value)?;
    Some((dimension.written(before), base.label))
}

/// The word that counts; none where no model of the catalogue has it, such as a decoder of other channels.
fn chosen(view: &View, dimension: &Dimension) -> String {
    let present = dimension.written(dimension.value(view.model()).unwrap_or_default());
    let known = dimension.choices().iter().any(|choice| *choice == present);
    if known { present } else { String::new() }
}

fn items(view: &View, dimension: &Dimension) -> Vec<Item> {
    let own = Item::new("", view.words.text(Word::ARCHITECTURE_OWN));
    let own = Some(own).filter(|_| chosen(view, dimension).is_empty());
    own.into_iter().chain(dimension.choices().iter().map(|choice| Item::new(choice, choice))).collect()
}

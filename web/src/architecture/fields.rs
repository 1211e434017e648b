//! The fields of an architecture: one a dimension, named by its key after `model.`, with what it is in the base where that differs.

use maud::{Markup, html};
use wattpix_core::model::Model;
use wattpix_core::model::custom::dimension::Dimension;
use wattpix_core::model::custom::dimensions;
use wattpix_core::words::{Word, Words};

use crate::panels::setting::note;
use crate::say::{Told, said};

/// Every dimension of a model.
pub fn fields(words: Words, model: &Model, base: &Model) -> Markup {
    html! {
        div.dimensions { @for dimension in dimensions::of(model) { (field(words, dimension, model, base)) } }
    }
}

fn field(words: Words, dimension: &Dimension, model: &Model, base: &Model) -> Markup {
    let key = dimension.key;
    let [id, hint, name] = ["dimension-", "hint-of-", "model."].map(|start| [start, key].concat());
    let described_by = [&hint, " note-", &*name].concat();
    let (label, meaning) = dimension.words(words);
    let value = dimension.value(model).unwrap_or_default();
    let before = dimension.value(base).filter(|before| *before != value);
    html! {
        div.field data-changed[before.is_some()] {
            label for=(id) { (label) }
            @if dimension.is_word() {
                select id=(id) name=(name) data-dimension=(key) aria-describedby=(described_by) {
                    @let present = dimension.written(value);
                    @let choices = dimension.choices();
                    // What no model of the catalogue has, such as a decoder of other channels.
                    @if !choices.iter().any(|choice| *choice == present) { option value="" selected { (Told(words, Word::ARCHITECTURE_OWN)) } }
                    @for choice in choices { option value=(choice) selected[choice == present] { (choice) } }
                }
            } @else {
                input type="text" id=(id) name=(name) data-dimension=(key) data-min=(dimension.least) data-max=(dimension.most) data-step="1"
                    inputmode="numeric" autocomplete="off" value=(value) aria-describedby=(described_by);
            }
            p.hint id=(hint) {
                (meaning)
                @if let Some(before) = before {
                    @if !meaning.is_empty() { "; " }
                    (said(words, Word::ARCHITECTURE_BEFORE, [
                        ("value", html! { b { (dimension.written(before)) } }),
                        ("model", html! { (base.label) }),
                    ]))
                }
            }
            (note(&name))
        }
    }
}

//! The fields of an architecture: one a dimension, named by its key after `model.`, with what it is in the base where that differs.

use maud::{Markup, html};
use wattpix_core::model::Model;
use wattpix_core::model::custom::dimension::{self, Dimension};

/// Every dimension of a model.
pub fn fields(model: &Model, base: &Model) -> Markup {
    html! {
        div.dimensions { @for dimension in dimension::of(model) { (field(dimension, model, base)) } }
    }
}

fn field(dimension: &Dimension, model: &Model, base: &Model) -> Markup {
    let key = dimension.key;
    let [id, hint, name] = ["dimension-", "hint-of-", "model."].map(|start| [start, key].concat());
    let (label, meaning) = dimension.words();
    let value = dimension.value(model).unwrap_or_default();
    let before = dimension.value(base).filter(|before| *before != value);
    html! {
        div.field data-changed[before.is_some()] {
            label for=(id) { (label) }
            @if dimension.is_word() {
                select id=(id) name=(name) data-dimension=(key) aria-describedby=(hint) {
                    @let present = dimension.written(value);
                    @let choices = dimension.choices();
                    // What no model of the catalogue has, such as a decoder of other channels.
                    @if !choices.iter().any(|choice| *choice == present) { option value="" selected { "its own" } }
                    @for choice in choices { option value=(choice) selected[choice == present] { (choice) } }
                }
            } @else {
                input type="number" id=(id) name=(name) data-dimension=(key) min=(dimension.least) max=(dimension.most) step="1"
                    inputmode="numeric" autocomplete="off" value=(value) aria-describedby=(hint);
            }
            p.hint id=(hint) {
                (meaning)
                @if let Some(before) = before {
                    @if !meaning.is_empty() { "; " }
                    b { (dimension.written(before)) } " in " (base.label)
                }
            }
        }
    }
}

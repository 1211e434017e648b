//! The form as markup.

use maud::{Markup, html};
use wattpix_core::words::Words;

use crate::say::Told;

use super::field::{Field, Group, Item, Kind};
use super::fields::GROUPS;

/// The whole form, without values: they come with the state.
pub fn form(words: Words) -> Markup {
    html! { @for group in &GROUPS { (part(group, words)) } }
}

fn part(group: &Group, words: Words) -> Markup {
    html! {
        @if group.folded {
            details.more {
                summary { (Told(words, group.legend)) }
                (rows(group, words))
            }
        } @else {
            fieldset {
                legend { (Told(words, group.legend)) }
                (rows(group, words))
            }
        }
    }
}

fn rows(group: &Group, words: Words) -> Markup {
    html! {
        @for row in group.rows {
            div.row { @for field in *row { (element(field, words)) } }
        }
    }
}

fn element(field: &Field, words: Words) -> Markup {
    let key = field.key;
    let [id, hint] = ["field-", "hint-"].map(|start| [start, key].concat());
    let (label, described_by) = (words.text(field.label), field.hint.map(|_| &hint));
    html! {
        @match field.kind {
            Kind::Links(_) => nav.presets aria-label=(label) data-links=(key) {},
            Kind::Number { .. } => div.field {
                label for=(id) { (label) }
                input type="number" id=(id) name=(key) inputmode="decimal" autocomplete="off" aria-describedby=[described_by];
                (hint_of(field, &hint, words))
            },
            Kind::Choice { .. } => div.field {
                label for=(id) { (label) }
                select id=(id) name=(key) aria-describedby=[described_by] {}
                (hint_of(field, &hint, words))
            },
        }
    }
}

fn hint_of(field: &Field, id: &str, words: Words) -> Markup {
    html! { @if let Some(hint) = field.hint { p.hint id=(id) { (Told(words, hint)) } } }
}

/// The options of a choice.
pub fn options(items: &[Item]) -> Markup {
    html! {
        @for item in items {
            option value=(item.value) disabled[!item.possible] { (item.label) }
        }
    }
}

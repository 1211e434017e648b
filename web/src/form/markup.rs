//! The form as markup.

use maud::{Markup, html};
use wattpix_core::words::Words;

use crate::panels::setting::note;
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
            (notes(row))
        }
    }
}

fn element(field: &Field, words: Words) -> Markup {
    let key = field.key;
    let [id, hint, note] = ["field-", "hint-", "note-"].map(|start| [start, key].concat());
    let (label, described_by) = (words.text(field.label), field.hint.map(|_| &hint));
    let noted = field.hint.map_or_else(|| note.clone(), |_| [&*hint, " ", &note].concat());
    html! {
        @match field.kind {
            Kind::Links(_) => nav.presets aria-label=(label) data-links=(key) {},
            Kind::Number { .. } => div.field {
                label for=(id) { (label) }
                input type="text" id=(id) name=(key) inputmode="decimal" autocomplete="off" aria-describedby=(noted);
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

/// Below a row: what its numbers may be, and what is said of texts in it that cannot be used.
fn notes(row: &[Field]) -> Markup {
    let mut numbers = row.iter().filter(|field| matches!(field.kind, Kind::Number { .. })).peekable();
    html! {
        @if let Some(first) = numbers.peek() {
            div.notes {
                p.limits data-limits=(first.key) {}
                @for field in numbers { (note(field.key)) }
            }
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

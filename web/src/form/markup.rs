//! The form as markup.

use maud::{Markup, html};

use super::fields::{Field, GROUPS, Group, Item, Kind};

/// The whole form, without values: they come with the state.
pub fn form() -> Markup {
    html! { @for group in &GROUPS { (part(group)) } }
}

fn part(group: &Group) -> Markup {
    html! {
        @if group.folded {
            details.more {
                summary { (group.legend) }
                (rows(group))
            }
        } @else {
            fieldset {
                legend { (group.legend) }
                (rows(group))
            }
        }
    }
}

fn rows(group: &Group) -> Markup {
    html! {
        @for row in group.rows {
            div.row { @for field in *row { (element(field)) } }
        }
    }
}

fn element(field: &Field) -> Markup {
    let key = field.key;
    let (id, hint) = (format!("field-{key}"), format!("hint-{key}"));
    let described_by = (!field.hint.is_empty()).then_some(&hint);
    html! {
        @match field.kind {
            Kind::Links(_) => nav.presets aria-label=(field.label) data-links=(key) {},
            Kind::Number { .. } => div.field {
                label for=(id) { (field.label) }
                input type="number" id=(id) name=(key) inputmode="decimal" autocomplete="off" aria-describedby=[described_by];
                (hint_of(field, &hint))
            },
            Kind::Choice { .. } => div.field {
                label for=(id) { (field.label) }
                select id=(id) name=(key) aria-describedby=[described_by] {}
                (hint_of(field, &hint))
            },
        }
    }
}

fn hint_of(field: &Field, id: &str) -> Markup {
    html! { @if !field.hint.is_empty() { p.hint id=(id) { (field.hint) } } }
}

/// The options of a choice.
pub fn options(items: &[Item]) -> Markup {
    html! {
        @for item in items {
            option value=(item.value) disabled[!item.possible] { (item.label) }
        }
    }
}

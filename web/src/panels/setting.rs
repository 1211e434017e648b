//! Fields of the panels' own settings: labelled form elements named by their key in the link.

use maud::{Markup, html};

use crate::page::Problem;

/// A number.
pub fn number(
    key: &str,
    label: &str,
    [least, most, step]: [&str; 3],
    value: &str,
    problems: &[Problem],
) -> Markup {
    let id = ["field-", key].concat();
    let invalid = problems.iter().any(|problem| problem.key == key);
    html! {
        div.field {
            label for=(id) { (label) }
            input type="number" id=(id) name=(key) min=(least) max=(most) step=(step) inputmode="decimal" autocomplete="off"
                value=(value) aria-invalid=(if invalid { "true" } else { "false" });
        }
    }
}

/// One of several words.
pub fn choice(key: &str, label: &str, words: &[(&str, &str)], chosen: &str) -> Markup {
    let id = ["field-", key].concat();
    html! {
        div.field {
            label for=(id) { (label) }
            select id=(id) name=(key) {
                @for (name, label) in words { option value=(name) selected[*name == chosen] { (label) } }
            }
        }
    }
}

//! Fields of the panels' own settings: labelled form elements named by their key in the link.

use maud::{Markup, html};
use wattpix_core::words::Words;

use crate::problem::Problem;
use crate::typed::in_field;

/// A number.
pub fn number(
    words: Words,
    key: &str,
    label: &str,
    [least, most, step]: [&str; 3],
    value: &str,
    problems: &[Problem],
) -> Markup {
    let [id, note] = ["field-", "note-"].map(|start| [start, key].concat());
    let invalid = problems.iter().any(|problem| problem.key == key);
    html! {
        div.field {
            label for=(id) { (label) }
            input type="text" id=(id) name=(key) data-min=(least) data-max=(most) data-step=(step) inputmode="decimal" autocomplete="off"
                value=(in_field(words, value)) aria-invalid=(if invalid { "true" } else { "false" }) aria-describedby=(note);
            (self::note(key))
        }
    }
}

/// The place below a field for what is said of a text that cannot be used.
pub fn note(key: &str) -> Markup {
    html! { div.note id={ "note-" (key) } data-note=(key) aria-live="polite" {} }
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

//! What is said below fields whose text cannot be used, and the texts themselves, which stay in them.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};
use web_sys::{Element, HtmlInputElement};

use super::draft::{Draft, Number};
use crate::browser;
use crate::say::tell;
use crate::view::View;

/// Brings every field and the place below it in step with the drafts, fields of panels included.
pub fn show(page: &Element, view: &View, drafts: &[Draft]) {
    for note in browser::all(page, "[data-note]") {
        let Some(key) = note.get_attribute("data-note") else { continue };
        let draft = drafts.iter().find(|draft| draft.key == key);
        let is_shown = match draft {
            Some(draft) => note.get_attribute("data-said").is_some_and(|said| said == shown_by(draft)),
            None => note.first_child().is_none(),
        };
        if is_shown {
            continue;
        }
        browser::set_markup(
            &note,
            &draft.map(|draft| said(draft, view.words)).unwrap_or_default().into_string(),
        );
        browser::set_attributes(&note, &[("data-said", &draft.map(shown_by).unwrap_or_default())]);
        let Some(field) = browser::field_named(page, &key) else { continue };
        let invalid = match draft {
            Some(draft) => draft.finished,
            None => view.page.has_problem(&key),
        };
        browser::set_attributes(&field, &[("aria-invalid", if invalid { "true" } else { "false" })]);
        if let Some(draft) = draft {
            browser::with::<HtmlInputElement>(field, |input| {
                if input.value() != draft.text {
                    input.set_value(&draft.text);
                }
            });
        }
    }
}

/// Tells what is said of one draft from what is said of others of its field.
fn shown_by(draft: &Draft) -> String {
    [if draft.finished { "=" } else { "…" }, &draft.text, " ", &draft.message].concat()
}

/// The text of a field as it counts, once the person has left it.
pub fn settle(page: &Element, view: &View, key: &str) {
    let (Some(number), Some(field)) = (Number::of(view, key), browser::field_named(page, key)) else {
        return;
    };
    browser::with::<HtmlInputElement>(field, |input| {
        if input.value() != number.shown {
            input.set_value(&number.shown);
        }
    });
}

fn said(draft: &Draft, words: Words) -> Markup {
    html! {
        span.problem[draft.finished] { (draft.message) }
        @if let Some(nearest) = &draft.nearest {
            " "
            button.quiet type="button" data-use=(nearest) data-for=(draft.key) {
                (tell(words, Word::FORM_USE_VALUE, [("value", nearest)]))
            }
        }
    }
}

/// What a number may be, in half a sentence.
pub fn limits(number: &Number, words: Words) -> String {
    let [least, most, step] = number.limits.for_people(words);
    match &*step {
        "1" => words.say(Word::FORM_LIMITS_WHOLE, &[("least", &least), ("most", &most)]),
        step => words.say(Word::FORM_LIMITS_MULTIPLE, &[("step", step), ("least", &least), ("most", &most)]),
    }
}

//! The form: what a person can set, as data in [`fields`], each a [`field`], written once as markup and kept in step with the state.
//!
//! The browser's own form elements hold what is typed; the page's handlers carry edits to the state, and [`show`] carries the
//! state back.

pub mod draft;
pub mod field;
pub mod fields;
pub mod markup;
pub mod notes;
mod offers;

use wattpix_core::words::Words;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use crate::browser;
use crate::held::Held;
use crate::typed::Typed;
use crate::view::View;
use draft::{Draft, Number};
use field::{Field, Kind, Limits};

/// Brings every field within an element in step with the view. `written` is what each holds already.
/// Texts that cannot be used stay where they are.
pub fn show(within: &Element, view: &View, drafts: &[Draft], written: &mut Held) {
    for (place, field) in fields::all().enumerate() {
        let selector = ["[name=", field.key, "], [data-links=", field.key, "]"].concat();
        if let Ok(Some(element)) = within.query_selector(&selector) {
            let draft = drafts.iter().find(|draft| draft.key == field.key);
            field.show(within, element, view, draft, |text| written.changes(place, text));
        }
    }
}

impl Field {
    fn show(
        &self,
        within: &Element,
        element: Element,
        view: &View,
        draft: Option<&Draft>,
        mut changes: impl FnMut(&str) -> bool,
    ) {
        match self.kind {
            Kind::Number { .. } => {
                let Some(number) = Number::of(view, self.key) else { return };
                let Limits(least, most, step) = &number.limits;
                let invalid = draft.map_or(view.page.has_problem(self.key), |draft| draft.finished);
                let invalid = if invalid { "true" } else { "false" };
                if changes(&[least, " ", most, " ", step, invalid].concat()) {
                    browser::set_attributes(
                        &element,
                        &[
                            ("data-min", least),
                            ("data-max", most),
                            ("data-step", step),
                            ("aria-invalid", invalid),
                        ],
                    );
                    let place = ["[data-limits=", self.key, "]"].concat();
                    if let Ok(Some(place)) = within.query_selector(&place) {
                        place.set_text_content(Some(&notes::limits(&number, view.words)));
                    }
                }
                if draft.is_some() {
                    return;
                }
                browser::with::<HtmlInputElement>(element, |input| {
                    // What is being typed stays as it is typed: "1." means 1 and is not to become it.
                    if !same_number(&input.value(), &number.shown, view.words) {
                        input.set_value(&number.shown);
                    }
                });
            }
            Kind::Choice { value, items } => {
                let options = markup::options(&items(view)).into_string();
                browser::with::<HtmlSelectElement>(element, |select| {
                    if changes(&options) {
                        select.set_inner_html(&options);
                    }
                    select.set_value(&value(view));
                });
            }
            Kind::Links(write) => {
                let links = write(view).into_string();
                if changes(&links) {
                    browser::set_markup(&element, &links);
                }
            }
        }
    }
}

/// Whether a text in a field stands for the number that counts.
fn same_number(typed: &str, shown: &str, words: Words) -> bool {
    let bare = |text: &str| {
        let typed = Typed::read(text, false, words);
        let text = typed.text();
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    bare(typed) == bare(shown)
}

#[cfg(test)]
mod tests {
    use wattpix_core::words::Words;

    use super::same_number;

    #[test]
    fn what_is_typed_may_be_written_otherwise() {
        let same = |typed, shown| same_number(typed, shown, Words::ENGLISH);
        assert!(same("1.", "1") && same("1.20", "1.2") && same("100", "100") && same("1,2", "1.2"));
        assert!(same("10 000", "10000") && same("", ""));
        assert!(!same("100", "1") && !same("", "0") && !same("1.2", "12"));
    }
}

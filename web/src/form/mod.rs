//! The form: what a person can set, as data in [`fields`], each a [`field`], written once as markup and kept in step with the state.
//!
//! The browser's own form elements hold what is typed; the page's handlers carry edits to the state, and [`show`] carries the
//! state back.

pub mod field;
pub mod fields;
pub mod markup;
mod offers;

use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use crate::browser;
use crate::held::Held;
use crate::view::View;
use field::{Field, Kind, Limits};

/// Brings every field within an element in step with the view. `written` is what each holds already.
pub fn show(within: &Element, view: &View, written: &mut Held) {
    for (place, field) in fields::all().enumerate() {
        let selector = ["[name=", field.key, "], [data-links=", field.key, "]"].concat();
        if let Ok(Some(element)) = within.query_selector(&selector) {
            field.show(element, view, |text| written.changes(place, text));
        }
    }
}

impl Field {
    fn show(&self, element: Element, view: &View, mut changes: impl FnMut(&str) -> bool) {
        match self.kind {
            Kind::Number { value, limits } => {
                let invalid = if view.page.has_problem(self.key) { "true" } else { "false" };
                let Limits(least, most, step) = limits(view);
                if changes(&[&*least, " ", &most, " ", &step, invalid].concat()) {
                    let attributes =
                        [("min", &*least), ("max", &most), ("step", &step), ("aria-invalid", invalid)];
                    browser::set_attributes(&element, &attributes);
                }
                browser::with::<HtmlInputElement>(element, |input| {
                    let value = value(view);
                    // What is being typed stays as it is typed: "1." means 1 and is not to become it.
                    if !same_number(&input.value(), &value) {
                        input.set_value(&value);
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
                    element.set_inner_html(&links);
                }
            }
        }
    }
}

/// Whether two texts write the same number.
fn same_number(one: &str, other: &str) -> bool {
    fn bare(text: &str) -> &str {
        let text = text.trim();
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
    }
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::same_number;

    #[test]
    fn what_is_typed_may_be_written_otherwise() {
        assert!(same_number("1.", "1") && same_number("1.20", "1.2") && same_number("100", "100"));
        assert!(!same_number("100", "1") && !same_number("", "0") && !same_number("1.2", "12"));
    }
}

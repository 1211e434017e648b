//! The form: what a person can set, as data in [`fields`], written once as markup and kept in step with the state.
//!
//! The browser's own form elements hold what is typed; the page's handlers carry edits to the state, and [`show`] carries the
//! state back.

pub mod fields;
pub mod markup;

use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use crate::browser;
use crate::view::View;
use fields::{Field, Kind, Limits};

/// Brings every field within an element in step with the view.
pub fn show(within: &Element, view: &View) {
    for field in fields::all() {
        let selector = format!("[name={key}], [data-links={key}]", key = field.key);
        if let Ok(Some(element)) = within.query_selector(&selector) {
            field.show(element, view);
        }
    }
}

impl Field {
    fn show(&self, element: Element, view: &View) {
        match self.kind {
            Kind::Number { value, limits } => {
                let invalid = view.page.has_problem(self.key);
                let Limits(least, most, step) = limits(view);
                browser::set_attributes(
                    &element,
                    &[
                        ("min", &least),
                        ("max", &most),
                        ("step", &step),
                        ("aria-invalid", if invalid { "true" } else { "false" }),
                    ],
                );
                browser::with::<HtmlInputElement>(element, |input| {
                    let value = value(view);
                    // What is being typed stays as it is typed: "1." means 1 and is not to become it.
                    if !same_number(&input.value(), &value) {
                        input.set_value(&value);
                    }
                });
            }
            Kind::Choice { value, items } => {
                let items = items(view);
                browser::with::<HtmlSelectElement>(element, |select| {
                    browser::set_markup(select, &markup::options(&items).into_string());
                    select.set_value(&value(view));
                });
            }
            Kind::Links(write) => browser::set_markup(&element, &write(view).into_string()),
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

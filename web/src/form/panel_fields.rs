//! Fields of panels. What their texts mean comes with the part of the program that holds the panel.

use std::cell::RefCell;

use super::field::Limits;
use crate::query::Query;
use crate::view::View;

/// The number fields of a panel.
pub struct PanelFields {
    /// True for the name of one of them.
    pub owns: fn(&str) -> bool,
    /// The value that counts in a field, and its limits.
    pub number: fn(&View, &str) -> Option<(String, Limits)>,
    /// The state with a value of a field, or why it cannot be used.
    pub state: fn(&View, &str, &str) -> Result<Query, String>,
    /// Tells whether the link's value of a field was refused.
    pub is_refused: fn(&View, &str) -> bool,
}

thread_local! {
    static KNOWN: RefCell<Vec<&'static PanelFields>> = const { RefCell::new(Vec::new()) };
}

/// Makes the fields of panels known.
pub fn arrive(fields: &[&'static PanelFields]) {
    KNOWN.with_borrow_mut(|known| {
        for fields in fields {
            if !known.iter().any(|other| std::ptr::eq(*other, *fields)) {
                known.push(fields);
            }
        }
    });
}

/// The panel that a field belongs to.
pub(super) fn owning(key: &str) -> Option<&'static PanelFields> {
    KNOWN.with_borrow(|known| known.iter().find(|panel| (panel.owns)(key)).copied())
}

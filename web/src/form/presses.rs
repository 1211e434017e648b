//! A pointer that is down while fields are left.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Fields that are left while a pointer is down. Until it is up again nothing is said and nothing moves: the click that it begins would miss
/// what it was for.
#[derive(Debug, Clone, Copy)]
pub struct Presses {
    pub(super) pressed: StoredValue<bool>,
    pub(super) waiting: StoredValue<Vec<HtmlInputElement>, LocalStorage>,
}

impl Presses {
    pub(crate) fn new() -> Self {
        Self { pressed: StoredValue::new(false), waiting: StoredValue::new_local(Vec::new()) }
    }
}

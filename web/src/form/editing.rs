//! Edits, heard where they bubble to: on the page around all fields.

use std::time::Duration;

use leptos::ev::{Event, FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wattpix_core::carbon::electricity::ZONE;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::draft::Number;
use crate::state::State;
use crate::{browser, country_names, further};

/// The number field that an event comes from.
fn number_field(event: &Event) -> Option<HtmlInputElement> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    // Files and radio buttons are no settings of the page.
    (field.type_() == "text" && !field.name().is_empty()).then_some(field)
}

/// The choice that an event comes from.
fn choice(event: &Event) -> Option<HtmlSelectElement> {
    event.target()?.dyn_into().ok()
}

impl State {
    /// Follows the pointer for as long as the page is there.
    pub(crate) fn follow_presses(self) {
        browser::listen("pointerdown", move |_| self.presses.pressed.set_value(true));
        for kind in ["pointerup", "pointercancel", "keydown"] {
            browser::listen(kind, move |_| self.release());
        }
    }

    fn release(self) {
        self.presses.pressed.set_value(false);
        let settle = move || {
            for field in self.presses.waiting.try_update_value(std::mem::take).unwrap_or_default() {
                self.settle(&field);
            }
        };
        // After the click.
        set_timeout(settle, Duration::ZERO);
    }

    /// A field while it is edited.
    pub fn on_input(self, event: &Event) {
        if let Some(field) = number_field(event) {
            self.type_in(&field.name(), &field.value());
        } else if let Some(field) = choice(event) {
            self.type_in(&field.name(), &field.value());
        }
    }

    /// A field whose edit ends.
    pub fn on_change(self, event: &Event) {
        if let Some(field) = number_field(event) {
            self.leave(field);
        } else if let Some(field) = choice(event) {
            self.finish(&field.name(), &field.value());
        }
    }

    /// A field that is left. A text that was typed back to what it was made no change.
    pub fn on_focus_out(self, event: &FocusEvent) {
        if let Some(field) = number_field(event)
            && self.has_draft(&field.name())
        {
            self.leave(field);
        }
    }

    /// A field that is entered: that of the countries wants their names, any other choice the whole catalogue.
    pub fn on_focus_in(self, event: &FocusEvent) {
        match choice(event) {
            Some(field) if field.name() == ZONE => country_names::ask(self),
            Some(_) => further::ask(self),
            None => {}
        }
    }

    fn leave(self, field: HtmlInputElement) {
        if self.presses.pressed.get_value() {
            self.presses.waiting.update_value(|waiting| waiting.push(field));
        } else {
            self.settle(&field);
        }
    }

    fn settle(self, field: &HtmlInputElement) {
        self.finish(&field.name(), &field.value());
        self.show_number(field);
    }

    /// Shows in a field what counts, as fields show it, unless it holds what cannot be used.
    fn show_number(self, field: &HtmlInputElement) {
        let key = field.name();
        if self.has_draft(&key) {
            return;
        }
        if let Some(number) = self.now(|view| Number::of(view, &key))
            && field.value() != number.shown
        {
            field.set_value(&number.shown);
        }
    }

    /// Sets the value that was offered for a field, and puts the focus there.
    pub fn take(self, key: &str, value: &str) {
        self.finish(key, value);
        let field = browser::field_named(key);
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            self.show_number(&field);
            // Refused only for what cannot have the focus.
            let _ = HtmlElement::from(field).focus();
        }
    }

    /// A key in a field: one step up or down, or the edit is given up.
    pub fn on_key_down(self, event: &KeyboardEvent) {
        let Some(field) = number_field(event) else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = field.name();
        match event.key().as_str() {
            arrow @ ("ArrowUp" | "ArrowDown") => {
                let stepped = self.now(|view| {
                    Number::of(view, &key)?.stepped(&field.value(), arrow == "ArrowUp", view.words)
                });
                if let Some(stepped) = stepped {
                    event.prevent_default();
                    field.set_value(&stepped);
                    self.type_in(&key, &stepped);
                }
            }
            "Escape" if self.has_draft(&key) => {
                self.drop_draft(&key);
                self.show_number(&field);
            }
            _ => {}
        }
    }
}

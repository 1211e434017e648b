//! Announcements to those who hear the page.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// An announcement, made after a rest.
#[derive(Debug, Clone, Copy)]
pub struct Spoken {
    /// The last that was said.
    pub text: RwSignal<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Spoken {
    /// A place that has said nothing yet.
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), timer: StoredValue::new(None) }
    }

    /// Says a text once nothing else was to be said for so many milliseconds; an empty text takes back what was to be said.
    pub fn say(self, text: String, rest: u64) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let speak = move || {
            if !text.is_empty() {
                self.text.set(text);
            }
        };
        self.timer.set_value(set_timeout_with_handle(speak, Duration::from_millis(rest)).ok());
    }
}

impl Default for Spoken {
    fn default() -> Self {
        Self::new()
    }
}

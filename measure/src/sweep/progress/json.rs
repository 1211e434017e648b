//! Events as JSON, one object a line on standard output.

use super::{Event, Sink};
use crate::json;

/// Prints every event.
pub struct Json;

impl Sink for Json {
    fn show(&mut self, event: &Event<'_>) {
        // That nobody reads any more must not end a sweep.
        let _ = json::print(event);
    }
}

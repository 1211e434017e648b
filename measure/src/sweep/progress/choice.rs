//! Choice of the display of a run's events.

use std::io::IsTerminal;
use std::sync::Arc;

use super::{Sink, json, lines, terminal};
use crate::recorder::Recorder;

/// The sink for this run: JSON where asked for, a live line on a terminal, else plain lines.
#[must_use]
pub fn sink(json: bool, recorder: &Arc<Recorder>) -> Box<dyn Sink> {
    if json {
        Box::new(json::Json)
    } else if std::io::stderr().is_terminal() {
        Box::new(terminal::Terminal::new(recorder))
    } else {
        Box::new(lines::Lines)
    }
}

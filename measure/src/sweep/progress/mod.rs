//! Events of a run, shown as a live line, as plain lines or as JSON.
//!
//! - [`terminal`] — a live line for a person who watches.
//! - [`lines`] — plain lines for a log.
//! - [`json`] — one object a line for programs.

mod choice;
pub mod json;
pub mod lines;
pub mod terminal;

use serde::Serialize;

use super::agenda::Standing;
use crate::flag::Flag;
pub use choice::sink;

/// An event of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<'a> {
    /// The run begins.
    Started {
        /// The card.
        device: &'a str,
        /// Meter that reads it.
        meter: &'a str,
        /// The observation file.
        out: &'a str,
        /// Configurations in this run.
        configurations: usize,
        /// Progress at the start.
        #[serde(flatten)]
        standing: Counted,
    },
    /// A configuration that is not run, or not any more.
    Skipped {
        /// Key.
        key: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// A configuration is loaded and warm.
    Prepared {
        /// Key.
        key: &'a str,
        /// Images of its windows.
        images: u32,
        /// Idle power with it loaded, watts.
        idle_w: Option<f64>,
    },
    /// The card is too hot to begin.
    Cooling {
        /// Degrees Celsius now.
        temperature_c: u32,
        /// Degrees Celsius waited for.
        gate_c: u32,
    },
    /// A repeat is on the disk.
    Repeat {
        /// Key of its configuration.
        key: &'a str,
        /// Number of the repeat.
        repeat: u32,
        /// Images of its window.
        images: u32,
        /// Seconds of its window.
        duration_s: f64,
        /// Joules with idle power.
        gross_j: Option<f64>,
        /// Joules less idle power.
        net_j: Option<f64>,
        /// Mean power, watts.
        watts: Option<f64>,
        /// Temperature at its end, degrees Celsius.
        temperature_c: Option<u32>,
        /// True if it counts.
        valid: bool,
        /// Faults and remarks.
        reasons: &'a [Flag],
        /// Half-width of the 90 % interval of the configuration's mean so far, as a share of it.
        spread: Option<f64>,
        /// Energy of every window of this run, watt-hours.
        wh_so_far: f64,
        /// Progress of the sweep.
        #[serde(flatten)]
        standing: Counted,
    },
    /// A remark.
    Note {
        /// The remark.
        text: &'a str,
    },
    /// The run has ended.
    Finished {
        /// `complete`, `incomplete`, `interrupted` or `stopped`.
        outcome: &'a str,
        /// Why it is not complete.
        reason: Option<&'a str>,
        /// Rows that this run appended.
        rows: usize,
        /// Energy of every window of this run, watt-hours.
        wh_so_far: f64,
        /// Progress of the sweep.
        #[serde(flatten)]
        standing: Counted,
    },
}

/// [`Standing`] as events carry it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Counted {
    /// Valid repeats measured.
    pub done: usize,
    /// Repeats left.
    pub left: usize,
    /// Configurations given up.
    pub given_up: usize,
    /// Seconds left.
    pub seconds_left: Option<f64>,
}

impl From<Standing> for Counted {
    fn from(standing: Standing) -> Self {
        Self {
            done: standing.done,
            left: standing.left,
            given_up: standing.given_up,
            seconds_left: standing.left_s,
        }
    }
}

/// Shows events.
pub trait Sink {
    /// Shows one.
    fn show(&mut self, event: &Event<'_>);
}

/// Shows nothing.
pub struct Quiet;

impl Sink for Quiet {
    fn show(&mut self, _: &Event<'_>) {}
}

/// Seconds for people: `42 s`, `3 min`, `2 h 05 min`, `3 d 4 h`.
#[must_use]
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    let (minutes, hours, days) = (whole / 60, whole / 3600, whole / 86_400);
    match whole {
        0..100 => format!("{whole} s"),
        100..5_400 => format!("{} min", (whole + 30) / 60),
        5_400..172_800 => format!("{hours} h {:02} min", minutes % 60),
        _ => format!("{days} d {} h", hours % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_written_for_people() {
        let shown = [0.4, 99.0, 100.0, 5_399.0, 5_400.0, 90_000.0, 700_000.0].map(duration);
        assert_eq!(shown, ["0 s", "99 s", "2 min", "90 min", "1 h 30 min", "25 h 00 min", "8 d 2 h"]);
    }

    #[test]
    fn an_event_is_one_flat_object() {
        let event = Event::Finished {
            outcome: "complete",
            reason: None,
            rows: 3,
            wh_so_far: 1.5,
            standing: Standing { done: 3, left: 0, given_up: 0, left_s: Some(0.0) }.into(),
        };
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(
            text,
            r#"{"event":"finished","outcome":"complete","reason":null,"rows":3,"wh_so_far":1.5,"done":3,"left":0,"given_up":0,"seconds_left":0.0}"#
        );
    }
}

//! A live line on the terminal: watts and temperature as they are read, what is done and left, the spread.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::lines::line;
use super::{Event, Sink, duration};
use crate::recorder::Recorder;

/// Interval at which the line is drawn.
const EVERY: Duration = Duration::from_millis(500);

/// The live line; what stays (skipped configurations, invalid repeats, the end) is printed above it.
pub struct Terminal {
    bar: ProgressBar,
}

impl Terminal {
    /// A line that shows what a recorder reads.
    #[must_use]
    pub fn new(recorder: &Arc<Recorder>) -> Self {
        let (power, warmth) = (Arc::clone(recorder), Arc::clone(recorder));
        let style = ProgressStyle::with_template("{bar:20} {pos}/{len}  {watts}  {celsius}  {wide_msg}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let style = style
            .with_key("watts", move |_: &ProgressState, out: &mut dyn Write| {
                let latest =
                    |one: &Recorder| one.log().trace.samples.iter().rev().find_map(|sample| sample.power_w);
                let watts: Option<f64> = power.all().map(latest).sum();
                // A line that cannot be drawn is not drawn.
                let _ = write!(
                    out,
                    "{}",
                    watts.map_or_else(|| "- W".to_owned(), |watts| format!("{watts:.0} W"))
                );
            })
            .with_key("celsius", move |_: &ProgressState, out: &mut dyn Write| {
                let latest =
                    |one: &Recorder| one.log().looks.last().and_then(|look| look.status.temperature_c);
                let celsius = warmth.all().filter_map(latest).max();
                let shown = celsius.map_or_else(|| "- °C".to_owned(), |celsius| format!("{celsius} °C"));
                let _ = write!(out, "{shown}");
            });
        let bar = ProgressBar::new(0).with_style(style);
        bar.enable_steady_tick(EVERY);
        Self { bar }
    }
}

impl Sink for Terminal {
    fn show(&mut self, event: &Event<'_>) {
        match event {
            Event::Started { standing, .. } => {
                self.bar.println(line(event));
                self.bar.set_length((standing.done + standing.left) as u64);
                self.bar.set_position(standing.done as u64);
            }
            Event::Prepared { .. } | Event::Cooling { .. } => self.bar.set_message(line(event)),
            Event::Repeat { key, repeat, valid, spread, wh_so_far, standing, .. } => {
                if !valid {
                    self.bar.println(line(event));
                }
                self.bar.set_length((standing.done + standing.left) as u64);
                self.bar.set_position(standing.done as u64);
                let spread =
                    spread.map(|share| format!(", mean ± {:.1} %", 100.0 * share)).unwrap_or_default();
                let left =
                    standing.seconds_left.map(|s| format!(", {} left", duration(s))).unwrap_or_default();
                self.bar.set_message(format!("{wh_so_far:.1} Wh{left}{spread}; {key} repeat {repeat}"));
            }
            Event::Skipped { .. } | Event::Note { .. } => self.bar.println(line(event)),
            Event::Finished { .. } => {
                self.bar.println(line(event));
                self.bar.finish_and_clear();
            }
        }
    }
}

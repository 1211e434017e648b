//! Events as plain lines on standard error, for logs.

use super::{Event, Sink, duration};
use crate::output::tell;

/// Tells every event.
pub struct Lines;

impl Sink for Lines {
    fn show(&mut self, event: &Event<'_>) {
        tell(&line(event));
    }
}

/// An event in one line.
#[must_use]
pub fn line(event: &Event<'_>) -> String {
    match event {
        Event::Started { device, meter, out, configurations, standing } => {
            let fake = if *meter == "fake" { " (a fake: the joules are made up)" } else { "" };
            let left = standing.seconds_left.map(|s| format!(", about {}", duration(s))).unwrap_or_default();
            format!(
                "{device}{fake}: {configurations} configurations, {} repeats done, {} left{left}; rows go to {out}",
                standing.done, standing.left
            )
        }
        Event::Skipped { key, reason } => format!("{key} skipped: {reason}"),
        Event::Prepared { key, images, idle_w } => {
            let idle = idle_w.map(|w| format!(", {w:.1} W idle")).unwrap_or_default();
            format!("{key}: {images} images a window{idle}")
        }
        Event::Cooling { temperature_c, gate_c } => {
            format!("cooling down: {temperature_c} °C, waiting for {gate_c} °C")
        }
        Event::Repeat {
            key,
            repeat,
            duration_s,
            net_j,
            gross_j,
            watts,
            temperature_c,
            valid,
            reasons,
            spread,
            standing,
            wh_so_far,
            ..
        } => {
            let mut parts = vec![format!("{key} repeat {repeat}: {duration_s:.1} s")];
            match (net_j, gross_j) {
                (Some(net), _) => parts.push(format!("{net:.1} J net")),
                (None, Some(gross)) => parts.push(format!("{gross:.1} J gross")),
                (None, None) => parts.push("no energy".to_owned()),
            }
            parts.extend(watts.map(|watts| format!("{watts:.0} W")));
            parts.extend(temperature_c.map(|celsius| format!("{celsius} °C")));
            parts.extend(spread.map(|share| format!("mean ± {:.1} %", 100.0 * share)));
            if !valid {
                let codes: Vec<&str> = reasons.iter().map(|flag| flag.code()).collect();
                parts.push(format!("NOT VALID ({})", codes.join(", ")));
            }
            parts.push(format!("{} left", standing.left));
            parts.extend(standing.seconds_left.map(|s| format!("about {}", duration(s))));
            parts.push(format!("{wh_so_far:.1} Wh so far"));
            parts.join(", ")
        }
        Event::Note { text } => (*text).to_owned(),
        Event::Finished { outcome, reason, rows, wh_so_far, standing } => {
            let why = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("{outcome}{why}; {rows} rows appended, {wh_so_far:.1} Wh, {} repeats left", standing.left)
        }
    }
}

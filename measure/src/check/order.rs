//! Consistency from row to row: time goes on, windows of a GPU do not overlap, repeats are counted.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use super::finding::Finding;
use crate::flag::Flag;
use crate::observation::Header;
use wattpix_core::observation::row::Row;

/// Starts are written to the millisecond, so windows that touch may seem to overlap by this much.
const ROUNDING: Duration = Duration::from_millis(5);

/// Follows a file from row to row.
pub struct Order {
    /// True for a sweep, whose windows follow one another; a metered command's phases may be nested.
    sweep: bool,
    /// Rows of each part of a joined file: time begins anew with each.
    parts: Vec<usize>,
    seen: usize,
    last: Option<(usize, SystemTime)>,
    repeats: HashMap<(String, &'static str), (u32, usize)>,
}

impl Order {
    /// Returns the check of a file with that header.
    #[must_use]
    pub fn new(header: Option<&Header>) -> Self {
        let plan = header.map(|header| &header.plan);
        let parts = plan.and_then(|plan| plan.get("parts")).and_then(serde_json::Value::as_array);
        let rows = |part: &serde_json::Value| {
            part.get("rows").and_then(serde_json::Value::as_u64).unwrap_or(0) as usize
        };
        Self {
            sweep: plan.is_some_and(|plan| plan.contains_key("digest")),
            parts: parts.map(|parts| parts.iter().map(rows).collect()).unwrap_or_default(),
            seen: 0,
            last: None,
            repeats: HashMap::new(),
        }
    }

    /// Returns the faults of a row, given those before it.
    pub fn check(&mut self, line: usize, row: &Row) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.parts.first() == Some(&self.seen) {
            self.parts.remove(0);
            self.seen = 0;
            self.last = None;
        }
        self.seen += 1;
        match humantime::parse_rfc3339(&row.started) {
            // Another program's times are of no known order, or not known at all.
            _ if row.is_imported() => {}
            Err(_) => {
                found.push(Finding::error(line, format!("started {:?} is no time in UTC", row.started)))
            }
            Ok(started) => {
                let lasted = Duration::try_from_secs_f64(row.duration_s).unwrap_or_default();
                let ended = started + lasted;
                if let Some((before, last)) = self.last {
                    let early = if self.sweep { started + ROUNDING < last } else { ended + ROUNDING < last };
                    // A run without phases is filed after the idle power that followed it.
                    if early && !row.reasons.contains(&Flag::WholeRun) {
                        let what = if self.sweep { "begins" } else { "ends" };
                        found.push(Finding::error(
                            line,
                            format!(
                                "time goes backwards: this row {what} before that of line {before} ended"
                            ),
                        ));
                    }
                }
                self.last = Some((line, ended));
            }
        }
        let counted = self.repeats.entry((row.key.clone(), row.stage)).or_insert((0, 0));
        if row.repeat <= counted.0 {
            let message = format!(
                "repeat {} of {} comes after repeat {} in line {}",
                row.repeat, row.key, counted.0, counted.1
            );
            found.push(Finding::error(line, message));
        }
        *counted = (row.repeat.max(counted.0), line);
        found
    }
}

//! Bringing rows of different boundaries together: net of idle power, and gross.

use super::additive::{self, Target};
use super::observed::Observed;
use super::refusal::Refusal;
use crate::fit::schema::Law;
use crate::law::{self, Conditions};
use crate::roofline::DataSheetTime;
use crate::transfer::LoadPower;
use crate::workload::Boundary;

/// Fewer rows with a duration than this make no law of duration.
const LEAST_DURATIONS: usize = 3;

/// The law of duration of one image, from the rows that have one; `None` where these are too few.
///
/// # Errors
/// As [`additive::fit`].
pub fn duration_law(rows: &[&Observed], gpus: &[&'static str]) -> Result<Option<Law>, Refusal> {
    let timed: Vec<&Observed> = rows.iter().copied().filter(|row| row.seconds.is_some()).collect();
    if timed.len() < LEAST_DURATIONS {
        return Ok(None);
    }
    let seconds: Vec<f64> = timed.iter().filter_map(|row| row.seconds).collect();
    additive::fit(&timed, &seconds, Target::Duration, gpus).map(Some)
}

/// The joules of one image of each row within one boundary, and which: that of the rows where they agree; else gross, with idle
/// power over the duration put back into the rows that are net of it. A row without a duration takes that of the `duration` law, and
/// without such a law the share of board power that [`LoadPower`] assumes.
pub fn energies(rows: &[&Observed], duration: Option<&Law>) -> (Vec<f64>, Boundary) {
    let first = rows.first().map_or(Boundary::Gross, |row| row.boundary);
    if rows.iter().all(|row| row.boundary == first) {
        return (rows.iter().map(|row| row.energy.joules()).collect(), first);
    }
    (rows.iter().map(|row| gross(row, duration)).collect(), Boundary::Gross)
}

fn gross(row: &Observed, duration: Option<&Law>) -> f64 {
    let joules = row.energy.joules();
    if row.boundary == Boundary::Gross {
        return joules;
    }
    let power = LoadPower::of(row.gpu);
    match row.seconds.or_else(|| duration.and_then(|law| predicted(law, row))) {
        Some(seconds) => joules + power.idle.over_seconds(seconds).joules(),
        None => joules * power.gross_per_net(),
    }
}

fn predicted(law: &Law, row: &Observed) -> Option<f64> {
    let conditions = Conditions {
        gflops_all_images: 0.0,
        fp32: false,
        gpu: row.gpu.id,
        pixels: row.workload.size().area(),
        sheet: DataSheetTime::of(&row.workload, row.gpu)?,
        per_second: 1.0,
    };
    Some(law::value(law::ln_value(law, &conditions)))
}

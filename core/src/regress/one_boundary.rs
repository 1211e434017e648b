//! Bringing rows of different boundaries together: net of idle power, and gross.

use super::additive::{self, Target};
use super::design::Design;
use super::refusal::Refusal;
use crate::fit::schema::Law;
use crate::law::{self, Conditions};
use crate::observation::Observed;
use crate::roofline::DataSheetTime;
use crate::setting::Boundary;
use crate::transfer::LoadPower;

/// Fewer rows with a duration than this make no law of duration.
const LEAST_DURATIONS: usize = 3;

/// The law of duration of one image, from the chosen rows that have one; `None` where these are too few.
///
/// # Errors
/// As [`additive::fit`].
pub(super) fn duration_law(
    design: &Design,
    chosen: &[usize],
    gpus: &[&'static str],
    near: Option<&Law>,
) -> Result<Option<Law>, Refusal> {
    let timed = chosen.iter().filter_map(|row| Some((*row, design.rows[*row].seconds?)));
    let (timed, seconds): (Vec<usize>, Vec<f64>) = timed.unzip();
    if timed.len() < LEAST_DURATIONS {
        return Ok(None);
    }
    additive::fit(design, &timed, &seconds, Target::Duration, gpus, near).map(Some)
}

/// The boundary of the chosen rows: their own where they agree, else gross.
pub(super) fn boundary(design: &Design, chosen: &[usize]) -> (Boundary, bool) {
    let mut boundaries = chosen.iter().map(|row| design.rows[*row].boundary);
    let first = boundaries.next().unwrap_or(Boundary::Gross);
    if boundaries.all(|other| other == first) { (first, true) } else { (Boundary::Gross, false) }
}

/// The joules of one image of each chosen row within one boundary: that of the rows where they `agree`; else gross, with idle
/// power over the duration put back into the rows that are net of it. A row without a duration takes that of the `duration` law, and
/// without such a law the share of board power that [`LoadPower`] assumes.
pub(super) fn energies(design: &Design, chosen: &[usize], agree: bool, duration: Option<&Law>) -> Vec<f64> {
    let energy = |row: &usize| {
        let observed = design.rows[*row];
        if agree {
            observed.energy.joules()
        } else {
            gross(observed, design.configuration(*row).sheet, duration)
        }
    };
    chosen.iter().map(energy).collect()
}

fn gross(row: &Observed, sheet: Option<DataSheetTime>, duration: Option<&Law>) -> f64 {
    let joules = row.energy.joules();
    if row.boundary == Boundary::Gross {
        return joules;
    }
    let power = LoadPower::of(row.gpu);
    match row.seconds.or_else(|| duration.and_then(|law| predicted(law, row, sheet?))) {
        Some(seconds) => joules + power.idle.over_seconds(seconds).joules(),
        None => joules * power.gross_per_net(),
    }
}

fn predicted(law: &Law, row: &Observed, sheet: DataSheetTime) -> Option<f64> {
    let conditions = Conditions {
        gflops_all_images: 0.0,
        fp32: false,
        gpu: row.gpu.id,
        pixels: row.workload.size().area(),
        sheet,
        per_second: 1.0,
    };
    Some(law::value(law::ln_value(law, &conditions)))
}

//! The largest setting whose image stays within a budget of energy.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wattpix_core::error::{Error, Key};
use wattpix_core::estimate::Question;
use wattpix_core::model::Pixels;
use wattpix_core::workload::MAX_STEPS;

use crate::coefficients::Coefficients;
use crate::refusal::refused;
use crate::settings::Settings;

/// Returns the most steps, or the longest side of a square image in pixels, whose image takes at most so many watt-hours; `None` where even
/// the least takes more.
#[pyfunction]
#[pyo3(signature = (axis, watt_hours, settings, coefficients=None, fit=None))]
pub fn largest(
    axis: &str,
    watt_hours: f64,
    settings: &Bound<'_, PyDict>,
    coefficients: Option<u32>,
    fit: Option<(String, String)>,
) -> PyResult<Option<u32>> {
    if !(watt_hours.is_finite() && watt_hours > 0.0) {
        return Err(refused(format_args!("wh must be a number greater than zero, found {watt_hours}")));
    }
    let coefficients = Coefficients::new(coefficients, fit)?;
    let settings = Settings::from_dict(settings, coefficients.version)?;
    let configuration = settings.read(&[Key::Model, Key::Gpu]).map_err(refused)?;
    let workload = configuration.question.workload;
    let within = |workload| -> Result<bool, Error> {
        let mut asked = configuration.clone();
        asked.question = Question { workload, ..asked.question };
        Ok(coefficients.answer(&asked)?.energy.watt_hours() <= watt_hours)
    };
    // Energy rises with steps and with pixels, so the last value within the budget is where a search by halves ends.
    let found = match axis {
        "steps" => last(1, MAX_STEPS, |steps| within(workload.with_steps(steps)?)),
        "side" => {
            let sides = workload.model().sides;
            let side = |place: u32| place * sides.multiple_of;
            let least = sides.min.div_ceil(sides.multiple_of);
            let most = sides.max / sides.multiple_of;
            last(least, most, |place| match workload.with_size(Pixels::square(side(place))) {
                Ok(workload) => within(workload),
                // A side that the model refuses for another reason than its limits is beyond them.
                Err(_) => Ok(false),
            })
            .map(|place| place.map(side))
        }
        _ => return Err(refused(format_args!("unknown axis '{axis}'; choose steps, side"))),
    };
    found.map_err(refused)
}

/// Returns the last number for which a condition holds that holds for all numbers before it.
fn last(
    least: u32,
    most: u32,
    mut holds: impl FnMut(u32) -> Result<bool, Error>,
) -> Result<Option<u32>, Error> {
    let (mut low, mut high) = (least, most + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok((low > least).then(|| low - 1))
}

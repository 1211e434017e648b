//! Sweeps over one setting, all else kept: points for charts.

use crate::error::Error;
use crate::estimate::{Estimate, Question, estimate, estimate_with};
use crate::fit::Fit;
use crate::model::Pixels;
use crate::workload::Workload;

/// A point of a sweep.
#[derive(Debug, Clone)]
pub struct Point<'a> {
    /// The varied setting: steps, pixels along the shorter side, or frames.
    pub x: f64,
    /// The estimate there.
    pub estimate: Estimate<'a>,
}

/// Estimates of the question by one fit, or by the best of many.
fn answer<'a>(fits: &'a [Fit], fixed: Option<&'a Fit>, question: &Question) -> Result<Estimate<'a>, Error> {
    fixed.map_or_else(|| estimate(fits, question), |fit| estimate_with(fit, question))
}

/// Estimates at each value of a setting; those that the model refuses are left out.
fn over<'a>(
    fits: &'a [Fit],
    fixed: Option<&'a Fit>,
    question: &Question,
    values: impl IntoIterator<Item = u32>,
    set: impl Fn(u32) -> Result<Workload, Error>,
) -> Result<Vec<Point<'a>>, Error> {
    let possible = values.into_iter().filter_map(|value| Some((value, set(value).ok()?)));
    let point = |(value, workload)| {
        let estimate = answer(fits, fixed, &Question { workload, ..*question })?;
        Ok(Point { x: f64::from(value), estimate })
    };
    possible.map(point).collect()
}

/// Energy at each number of steps; numbers that the model cannot run are left out.
///
/// # Errors
/// As [`estimate`].
pub fn over_steps<'a>(
    fits: &'a [Fit],
    fixed: Option<&'a Fit>,
    question: &Question,
    steps: impl IntoIterator<Item = u32>,
) -> Result<Vec<Point<'a>>, Error> {
    over(fits, fixed, question, steps, |steps| question.workload.with_steps(steps))
}

/// Energy at each square size with this side; sides that the model does not take are left out.
///
/// # Errors
/// As [`estimate`].
pub fn over_sides<'a>(
    fits: &'a [Fit],
    fixed: Option<&'a Fit>,
    question: &Question,
    sides: impl IntoIterator<Item = u32>,
) -> Result<Vec<Point<'a>>, Error> {
    over(fits, fixed, question, sides, |side| question.workload.with_size(Pixels::square(side)))
}

/// Energy of a clip at each number of frames; numbers that the model does not take are left out, all of them where it makes images.
///
/// # Errors
/// As [`estimate`].
pub fn over_frames<'a>(
    fits: &'a [Fit],
    fixed: Option<&'a Fit>,
    question: &Question,
    frames: impl IntoIterator<Item = u32>,
) -> Result<Vec<Point<'a>>, Error> {
    over(fits, fixed, question, frames, |frames| question.workload.with_frames(frames))
}

//! Sweeps over one setting, all else kept: points for charts.

use crate::error::Error;
use crate::estimate::{Estimate, Question, estimate, estimate_with};
use crate::fit::Fit;
use crate::model::Pixels;

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
    steps
        .into_iter()
        .filter_map(|steps| Some((steps, question.workload.with_steps(steps).ok()?)))
        .map(|(steps, workload)| {
            let estimate = answer(fits, fixed, &Question { workload, ..*question })?;
            Ok(Point { x: f64::from(steps), estimate })
        })
        .collect()
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
    sides
        .into_iter()
        .filter_map(|side| Some((side, question.workload.with_size(Pixels::square(side)).ok()?)))
        .map(|(side, workload)| {
            let estimate = answer(fits, fixed, &Question { workload, ..*question })?;
            Ok(Point { x: f64::from(side), estimate })
        })
        .collect()
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
    frames
        .into_iter()
        .filter_map(|frames| Some((frames, question.workload.with_frames(frames).ok()?)))
        .map(|(frames, workload)| {
            let estimate = answer(fits, fixed, &Question { workload, ..*question })?;
            Ok(Point { x: f64::from(frames), estimate })
        })
        .collect()
}

//! Energy of one image against denoising steps.

use wattpix_core::charts::{Axis, Drawing, Error};
use wattpix_core::fit::BUNDLED;
use wattpix_core::sweep;
use wattpix_core::words::Word;
use wattpix_core::workload::MAX_STEPS;

use super::sweep_line;
use super::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "energy-by-steps", title: Word::STEPS_CHART_TITLE, draw };

/// Steps to which the axis reaches at least.
const LEAST_RANGE: u32 = 60;

/// Points along the line, about.
const POINTS: u32 = 60;

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let estimate = view.estimate.as_ref().ok()?;
    let asked = estimate.question.workload.steps();
    let most = LEAST_RANGE.max(asked + asked / 4).min(MAX_STEPS);
    let pitch = (most / POINTS).max(1);
    let steps = (1..=most).filter(|steps| *steps == 1 || steps.is_multiple_of(pitch) || *steps == asked);
    let points = sweep::over_steps(BUNDLED, Some(estimate.fit), &estimate.question, steps).ok()?;
    let frame = look.frame(CHART.id, Word::STEPS_CHART_ABOUT, view);
    let axis = Axis::linear(view.words.text(Word::STEPS_CHART_AXIS), "");
    let fitted = estimate.fit.file().ranges.steps;
    Some(sweep_line::draw(view, estimate, frame, axis, f64::from(asked), &points, fitted))
}

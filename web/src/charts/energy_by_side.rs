//! Energy of one square image against its side.

use wattpix_core::charts::{Axis, Drawing, Error};
use wattpix_core::fit::BUNDLED;
use wattpix_core::sweep;
use wattpix_core::words::Word;

use super::sweep_line;
use super::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "energy-by-side", title: Word::SIDE_CHART_TITLE, draw };

/// Pixels between two sides drawn; multiples of 64 suit every model.
const PITCH: u32 = 64;

/// Sides drawn, in multiples of [`PITCH`].
const SIDES: std::ops::RangeInclusive<u32> = 2..=32;

/// Sides that are labelled.
const TICKS: [f64; 5] = [256.0, 512.0, 1024.0, 1536.0, 2048.0];

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let estimate = view.estimate.as_ref().ok()?;
    // The side of the square of the same area.
    let asked = (estimate.question.workload.size().area() as f64).sqrt();
    let sides = SIDES.map(|multiple| multiple * PITCH);
    let points = sweep::over_sides(BUNDLED, Some(estimate.fit), &estimate.question, sides).ok()?;
    let frame = look.frame(CHART.id, Word::SIDE_CHART_ABOUT, view);
    let axis = Axis::linear(view.words.text(Word::SIDE_CHART_AXIS), "px").ticks(&TICKS);
    let fitted = estimate.fit.file().ranges.width;
    Some(sweep_line::draw(view, estimate, frame, axis, asked, &points, fitted))
}

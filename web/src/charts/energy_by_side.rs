//! Energy of one square image against its side.

use wattpix_core::charts::{Axis, Drawing, Error};
use wattpix_core::fit;
use wattpix_core::sweep;
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use super::sweep_line::{self, Varied};
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
    let varied = Varied {
        axis: Axis::linear(view.words.text(Word::SIDE_CHART_AXIS), "px").ticks(&TICKS),
        // The side of the square of the same area.
        place: |workload| (workload.size().area() as f64).sqrt(),
        fitted: |ranges| ranges.width,
        points: &|one, estimate| {
            let sides = SIDES.map(|multiple| multiple * PITCH);
            sweep::over_sides(fit::available(), Some(estimate.fit), &one.question, sides)
        },
    };
    sweep_line::draw(view, look.frame(CHART.id, Word::SIDE_CHART_ABOUT, view), &varied)
}

//! Energy of one image against denoising steps.

use wattpix_core::charts::{Axis, Drawing, Error};
use wattpix_core::fit;
use wattpix_core::sweep;
use wattpix_core::words::Word;
use wattpix_core::workload::MAX_STEPS;

use super::chart::{Chart, Look};
use super::sweep_line::{self, Varied};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "energy-by-steps", title: Word::STEPS_CHART_TITLE, draw };

/// Steps to which the axis reaches at least.
const LEAST_RANGE: u32 = 60;

/// Points along the line, about.
const POINTS: u32 = 60;

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    // One axis for all that are compared.
    let farthest = view.configurations().map(|one| one.question.workload.steps()).max().unwrap_or_default();
    let most = LEAST_RANGE.max(farthest + farthest / 4).min(MAX_STEPS);
    let pitch = (most / POINTS).max(1);
    let varied = Varied {
        axis: Axis::linear(view.words.text(Word::STEPS_CHART_AXIS), ""),
        place: |workload| f64::from(workload.steps()),
        fitted: |ranges| ranges.steps,
        points: &|one, estimate| {
            let asked = one.question.workload.steps();
            let steps =
                (1..=most).filter(|steps| *steps == 1 || steps.is_multiple_of(pitch) || *steps == asked);
            sweep::over_steps(fit::available(), Some(estimate.fit), &one.question, steps)
        },
    };
    sweep_line::draw(view, look.frame(CHART.id, Word::STEPS_CHART_ABOUT, view), &varied)
}

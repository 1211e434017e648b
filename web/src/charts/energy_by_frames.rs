//! Energy of a clip against its number of frames.

use wattpix_core::charts::{Axis, Drawing, Error};
use wattpix_core::fit;
use wattpix_core::sweep;
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use super::sweep_line::{self, Varied};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "energy-by-frames", title: Word::CLIP_CHART, draw };

/// Points of a line.
const POINTS: u32 = 40;

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    view.model().frames()?;
    let varied = Varied {
        axis: Axis::linear(view.words.text(Word::CLIP_FRAMES), ""),
        place: |workload| f64::from(workload.frames()),
        // No fit saw a clip, and the estimate's caveats say so: the line is not told apart from itself.
        fitted: |_| [1, u32::MAX],
        points: &|one, estimate| {
            let most = one.question.workload.model().frames().map_or(0, |takes| takes.most);
            let pitch = one.question.workload.model().frames().map_or(1, |takes| takes.multiple_of);
            let step = (most / pitch / POINTS).max(1) * pitch;
            let frames = (0..=most / step).map(|at| 1 + at * step);
            sweep::over_frames(fit::available(), Some(estimate.fit), &one.question, frames)
        },
    };
    sweep_line::draw(view, look.frame(CHART.id, Word::CLIP_CHART_ABOUT, view), &varied)
}

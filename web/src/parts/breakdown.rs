//! Where the operations of an image are, in a sentence.

use maud::{Markup, html};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::words::Word;

use crate::say::{Told, tell};
use crate::view::View;

/// The share of denoising below which the page says that the ends matter: what the paper says always holds.
const MOSTLY_DENOISING: f64 = 0.9;

/// GFLOP in a TFLOP.
const GFLOP_PER_TFLOP: f64 = 1e3;

/// Operations of an image and the share of denoising.
pub fn breakdown(view: &View) -> Markup {
    let breakdown = FlopBreakdown::of(&view.page.main.question.workload);
    let (words, share) = (view.words, breakdown.denoising_share());
    let total = words.significant(breakdown.total_gflops() / GFLOP_PER_TFLOP, 4);
    let (percent, passes) = (words.significant(100.0 * share, 3), words.whole(breakdown.passes.into()));
    html! {
        p data-testid="denoising-share" {
            (tell(words, Word::BREAKDOWN_TOTAL, [("total", &total), ("share", &percent), ("passes", &passes)]))
            @if share < MOSTLY_DENOISING { " " (Told(words, Word::BREAKDOWN_FEW)) }
        }
    }
}

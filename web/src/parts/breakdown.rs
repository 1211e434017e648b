//! Where the operations of an image are, in a sentence.

use maud::{Markup, html};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::present::significant;

use crate::view::View;

/// The share of denoising below which the page says that the ends matter: what the paper says always holds.
const MOSTLY_DENOISING: f64 = 0.9;

/// GFLOP in a TFLOP.
const GFLOP_PER_TFLOP: f64 = 1e3;

/// Operations of an image and the share of denoising.
pub fn breakdown(view: &View) -> Markup {
    let breakdown = FlopBreakdown::of(&view.page.main.question.workload);
    let share = breakdown.denoising_share();
    html! {
        p data-testid="denoising-share" {
            (significant(breakdown.total_gflops() / GFLOP_PER_TFLOP, 4)) " TFLOP an image, "
            (significant(100.0 * share, 3)) " % of them in " (breakdown.passes) " denoiser passes."
            @if share < MOSTLY_DENOISING {
                " At so few passes the text encoders and the decoder matter: a fit that counts denoising alone says too little."
            }
        }
    }
}

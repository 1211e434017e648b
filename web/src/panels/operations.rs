//! Operations of an image by component and kind of layer.

use leptos::prelude::*;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::words::Word;

use super::reading::Charts;
use crate::state::State;
use crate::view::View;

/// The share of denoising below which the page says that the ends matter: what the paper says always holds.
const MOSTLY_DENOISING: f64 = 0.9;

/// GFLOP in a TFLOP.
const GFLOP_PER_TFLOP: f64 = 1e3;

/// A sentence and two charts.
#[component]
pub fn Operations() -> impl IntoView {
    let state = expect_context::<State>();
    view! {
        <p data-testid="denoising-share">{move || state.get(breakdown)}</p>
        <Charts ids=&["flops-by-component", "flops-by-layer"]/>
    }
}

/// Operations of an image and the share of denoising.
fn breakdown(view: &View) -> String {
    let breakdown = FlopBreakdown::of(&view.page.main.question.workload);
    let (words, share) = (view.words, breakdown.denoising_share());
    let total = words.significant(breakdown.total_gflops() / GFLOP_PER_TFLOP, 4);
    let (percent, passes) = (words.significant(100.0 * share, 3), words.whole(breakdown.passes.into()));
    let said =
        words.say(Word::BREAKDOWN_TOTAL, &[("total", &total), ("share", &percent), ("passes", &passes)]);
    if share < MOSTLY_DENOISING { [&*said, " ", words.text(Word::BREAKDOWN_FEW)].concat() } else { said }
}

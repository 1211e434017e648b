//! Operations of one image by component, for each configuration compared.

use wattpix_core::charts::{Drawing, Error, StackedBar, StackedBars};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::flops::Flops;
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "flops-by-component", title: Word::COMPONENTS_CHART_TITLE, draw };

/// Operations in a TFLOP.
pub(super) const OPERATIONS_PER_TFLOP: f64 = 1e12;

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let tflop = |flops: Flops| flops.total() as f64 / OPERATIONS_PER_TFLOP;
    let bar = |workload| {
        let breakdown = FlopBreakdown::of(workload);
        vec![
            tflop(breakdown.text_encoder),
            breakdown.denoiser_operations() as f64 / OPERATIONS_PER_TFLOP,
            tflop(breakdown.decoder),
        ]
    };
    let bars = view
        .configurations()
        .zip(view.names())
        .map(|(configuration, label)| StackedBar { label, values: bar(&configuration.question.workload) });
    let chart = StackedBars {
        frame: look.frame(CHART.id, Word::COMPONENTS_CHART_ABOUT, view),
        title: view.words.text(Word::COMPONENTS_CHART_AXIS).to_owned(),
        unit: "TFLOP".to_owned(),
        parts: [
            Word::COMPONENTS_CHART_TEXT_ENCODERS,
            Word::COMPONENTS_CHART_DENOISER,
            Word::COMPONENTS_CHART_DECODER,
        ]
        .map(|word| view.words.text(word).to_owned())
        .to_vec(),
        bars: bars.collect(),
    };
    Some(chart.draw())
}

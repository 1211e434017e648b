//! Operations of one denoiser pass by kind of layer, for each configuration compared.

use wattpix_core::charts::{Drawing, Error, StackedBar, StackedBars};
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use super::flops_by_component::OPERATIONS_PER_TFLOP;
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "flops-by-layer", title: Word::LAYERS_CHART_TITLE, draw };

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let tflop = |operations: u64| operations as f64 / OPERATIONS_PER_TFLOP;
    let bars = view.configurations().zip(view.names()).map(|(configuration, label)| {
        let workload = &configuration.question.workload;
        let pass = workload.pass_work().flops;
        let values = vec![tflop(pass.linear), tflop(pass.attention), tflop(pass.conv)];
        StackedBar { label, values }
    });
    let chart = StackedBars {
        frame: look.frame(CHART.id, Word::LAYERS_CHART_ABOUT, view),
        title: view.words.text(Word::COMPONENTS_CHART_AXIS).to_owned(),
        unit: "TFLOP".to_owned(),
        parts: [Word::LAYERS_CHART_LINEAR, Word::LAYERS_CHART_ATTENTION, Word::LAYERS_CHART_CONVOLUTIONS]
            .map(|word| view.words.text(word).to_owned())
            .to_vec(),
        bars: bars.collect(),
    };
    Some(chart.draw())
}

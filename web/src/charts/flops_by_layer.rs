//! Operations of one denoiser pass by kind of layer.

use wattpix_core::charts::{Drawing, Error, Frame, StackedBar, StackedBars};

use super::Chart;
use super::flops_by_component::OPERATIONS_PER_TFLOP;
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "flops-by-layer", title: "What a denoiser pass does", draw };

fn draw(view: &View, width: u32) -> Option<Result<Drawing, Error>> {
    let workload = &view.page.main.question.workload;
    let pass = workload.model().denoiser_work(workload.size(), workload.text_tokens()).flops;
    let tflop = |operations: u64| operations as f64 / OPERATIONS_PER_TFLOP;
    let chart = StackedBars {
        frame: Frame::new(CHART.id, "Operations of one denoiser pass by kind of layer", width),
        title: "Operations".to_owned(),
        unit: "TFLOP".to_owned(),
        parts: ["Linear layers", "Attention products", "Convolutions"].map(str::to_owned).to_vec(),
        bars: vec![StackedBar {
            label: "One denoiser pass".to_owned(),
            values: vec![tflop(pass.linear), tflop(pass.attention), tflop(pass.conv)],
        }],
    };
    Some(chart.draw())
}

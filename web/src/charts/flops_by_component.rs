//! Operations of one image by component.

use wattpix_core::charts::{Drawing, Error, Frame, StackedBar, StackedBars};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::flops::Flops;

use super::Chart;
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "flops-by-component", title: "Where the operations are", draw };

/// Operations in a TFLOP.
pub(super) const OPERATIONS_PER_TFLOP: f64 = 1e12;

fn draw(view: &View, width: u32) -> Option<Result<Drawing, Error>> {
    let breakdown = FlopBreakdown::of(&view.page.main.question.workload);
    let tflop = |flops: Flops| flops.total() as f64 / OPERATIONS_PER_TFLOP;
    let chart = StackedBars {
        frame: Frame::new(CHART.id, "Operations of one image by component", width),
        title: "Operations".to_owned(),
        unit: "TFLOP".to_owned(),
        parts: ["Text encoders", "Denoiser", "Decoder"].map(str::to_owned).to_vec(),
        bars: vec![StackedBar {
            label: "One image".to_owned(),
            values: vec![
                tflop(breakdown.text_encoder),
                breakdown.denoiser_operations() as f64 / OPERATIONS_PER_TFLOP,
                tflop(breakdown.decoder),
            ],
        }],
    };
    Some(chart.draw())
}

//! Operations of one image by component, for each configuration compared.

use wattpix_core::charts::{Drawing, Error, StackedBar, StackedBars};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::flops::Flops;

use super::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "flops-by-component", title: "Where the operations are", draw };

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
        frame: look.frame(CHART.id, "Operations of one image by component", view),
        title: "Operations".to_owned(),
        unit: "TFLOP".to_owned(),
        parts: ["Text encoders", "Denoiser", "Decoder"].map(str::to_owned).to_vec(),
        bars: bars.collect(),
    };
    Some(chart.draw())
}

//! The charts of the page: one file a chart, one line in [`ALL`]. What draws them is `wattpix_core::charts`.

mod energy_by_side;
mod energy_by_steps;
mod flops_by_component;
mod flops_by_layer;
mod sweep_line;

use wattpix_core::charts::{Drawing, Error};

use crate::view::View;

/// A chart of the page. `draw` takes a width in CSS pixels and gives `None` where there is nothing to draw.
#[derive(Clone, Copy)]
pub struct Chart {
    /// Stable name: links and tests use it.
    pub id: &'static str,
    /// Caption.
    pub title: &'static str,
    /// Draws it.
    pub draw: fn(&View, u32) -> Option<Result<Drawing, Error>>,
}

/// Every chart, in the order in which the page shows them.
pub const ALL: [Chart; 4] =
    [energy_by_steps::CHART, energy_by_side::CHART, flops_by_component::CHART, flops_by_layer::CHART];

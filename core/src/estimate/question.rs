//! Questions that an estimate answers.

use crate::gpu::Gpu;
use crate::setting::Boundary;
use crate::workload::Workload;

/// A question: a workload on a GPU, counted within a boundary.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The model and how it is run.
    pub workload: Workload,
    /// GPU that runs the workload.
    pub gpu: &'static Gpu,
    /// Boundary of the energy.
    pub boundary: Boundary,
}

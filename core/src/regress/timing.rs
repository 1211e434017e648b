//! Runs of which only the duration is known.

use crate::gpu::Gpu;
use crate::workload::Workload;

/// The part of a run that was timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// The whole call of the pipeline.
    Image,
    /// A single denoising step.
    Step,
}

/// Seconds of one image, or of one denoising step, without its energy. They inform a law of time and power of what a GPU or a
/// model takes; no other law reads them.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The model and how it was run.
    pub workload: Workload,
    /// GPU that ran it.
    pub gpu: &'static Gpu,
    /// The timed part.
    pub timed: Timed,
    /// Seconds of one image or step.
    pub seconds: f64,
    /// Source: who measured.
    pub source: String,
    /// File and line of the row, for messages.
    pub place: String,
}

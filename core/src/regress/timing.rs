//! Runs of which only the duration is known.

use crate::gpu::Gpu;
use crate::workload::Workload;

/// The part of a run that was timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// The whole call of the pipeline.
    Image,
    /// One denoising step.
    Step,
}

/// Seconds of one image, or of one denoising step, without its energy. They inform a law of time and power of what a GPU or a
/// model takes; no other law reads them.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The model and how it was run.
    pub workload: Workload,
    /// Where it ran.
    pub gpu: &'static Gpu,
    /// The timed part.
    pub timed: Timed,
    /// Seconds of one image or step.
    pub seconds: f64,
    /// Who measured.
    pub source: String,
    /// Where the row comes from, for messages: file and line.
    pub place: String,
}

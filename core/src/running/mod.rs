//! Settings of how a run is set up, beside what it makes: images it starts from, format of the weights, offloading, several GPUs.
//!
//! What each of them changes in work, memory and time is said in docs/run-settings.md.

mod link;
mod offload;
mod parallel;
mod sampler;
mod share;
mod weight_format;

pub use link::{Link, LinkKind, between_gpus, to_host};
pub use offload::{Offload, Tiling};
pub use parallel::{MAX_GPUS, Parallel};
pub use sampler::Sampler;
pub use share::Share;
pub use weight_format::WeightFormat;

use crate::model::Pixels;

/// Settings in which a run is set up. Made and changed by [`crate::workload::Workload`], so every value is legal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Running {
    /// Reference images; `None` takes the model's default.
    pub references: Option<u32>,
    /// Size of a reference before the pipeline resizes it; `None` takes 1024 × 1024 px.
    pub reference_size: Option<Pixels>,
    /// Share of the steps that are run from an image on; `None` for a run from noise.
    pub strength: Option<Share>,
    /// Format of the weights of denoiser and text encoders; `None` for that of the precision.
    pub weights: Option<WeightFormat>,
    /// The sampler; `None` for one of a pass a step.
    pub sampler: Option<Sampler>,
    /// Weights that wait in the host's memory.
    pub offload: Offload,
    /// Decoding in tiles.
    pub vae_tiling: Tiling,
    /// Share of the denoiser passes that a step cache leaves out.
    pub skipped: Share,
    /// GPUs that make one image together.
    pub gpu_count: u32,
    /// Exchange between them; `None` where nobody said.
    pub parallel: Option<Parallel>,
}

impl Running {
    /// Nothing but the model, on one GPU.
    pub const PLAIN: Self = Self {
        references: None,
        reference_size: None,
        strength: None,
        weights: None,
        sampler: None,
        offload: Offload::None,
        vae_tiling: Tiling::Off,
        skipped: Share::NONE,
        gpu_count: 1,
        parallel: None,
    };
}

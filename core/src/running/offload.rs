//! Memory that a run saves by time: components that wait in the host's memory, and decoding in tiles.

use crate::error::Choice;

/// Weights that wait in the host's memory until they are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offload {
    /// None: all stay on the GPU.
    None,
    /// Whole components, each moved to the GPU and back once a call
    /// ([`enable_model_cpu_offload`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/pipeline_utils.py)).
    Model,
    /// Single layers, moved to the GPU each time they run
    /// ([`enable_sequential_cpu_offload`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/pipeline_utils.py)).
    Sequential,
}

/// Decoding of the latent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tiling {
    /// At once.
    Off,
    /// In tiles that overlap (`enable_tiling`).
    On,
}

impl Choice for Offload {
    const ALL: &'static [(&'static str, Self)] =
        &[("none", Self::None), ("model", Self::Model), ("sequential", Self::Sequential)];
}

impl Choice for Tiling {
    const ALL: &'static [(&'static str, Self)] = &[("off", Self::Off), ("on", Self::On)];
}

//! A model with its weights, and what it is asked to generate.

use candle_core::{DType, Device, Tensor};
use wattpix_core::workload::Workload;

use super::text_encoder::TextEncoder;
use crate::engine::decoder::Decoder;
use crate::engine::denoiser::Denoiser;
use crate::engine::detail::Detail;
use crate::engine::prompt::NO_PROMPT;
use crate::engine::prompt::rows::Length;
use crate::engine::prompt::tokenizer::Tokenizer;
use crate::engine::scheduler::ScheduleKind;

/// Execution of the two passes of classifier-free guidance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// In one batch of twice the size.
    Batched,
    /// One after the other.
    Separate,
}

/// A model with its weights on a device.
#[derive(Debug)]
pub struct Engine {
    pub(super) detail: &'static Detail,
    pub(super) device: Device,
    pub(super) dtype: DType,
    pub(super) tokenizers: Vec<Tokenizer>,
    pub(super) encoders: Vec<TextEncoder>,
    pub(super) denoiser: Denoiser,
    pub(super) decoder: Decoder,
}

/// Images to generate, and settings.
#[derive(Debug, Clone)]
pub struct Run {
    /// Model, size, steps, guidance, text tokens, batch.
    pub workload: Workload,
    /// Prompts, one per image.
    pub prompts: Vec<String>,
    /// The prompt against which guidance steers.
    pub negative: String,
    /// Length of the prompts, where the model does not fix it (Qwen-Image).
    pub length: Length,
    /// Execution of guidance.
    pub passes: Passes,
    /// The steps from noise to image.
    pub schedule: ScheduleKind,
    /// Decides the first noise: image `i` of a run starts from `seed + i`.
    pub seed: u64,
    /// The first noise itself (batch, channels, height, width), in place of the seed's.
    pub start: Option<Tensor>,
}

impl Run {
    /// A run as the released pipeline would make it, with prompts of the workload's length.
    pub fn new(detail: &Detail, workload: Workload, prompts: Vec<String>, seed: u64) -> Self {
        Self {
            length: Length::Fixed(workload.text_tokens() as usize),
            passes: if detail.guidance_batched { Passes::Batched } else { Passes::Separate },
            schedule: detail.schedule,
            negative: NO_PROMPT.to_owned(),
            workload,
            prompts,
            seed,
            start: None,
        }
    }
}

impl Engine {
    /// The model.
    pub fn detail(&self) -> &'static Detail {
        self.detail
    }

    /// Returns the device that the engine runs on.
    pub fn device(&self) -> &Device {
        &self.device
    }
}

//! The denoiser of Wan: blocks over the tokens of a clip that attend to themselves and to the text.

use crate::flops::atom::{conv, elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, attention_to_text, mlp, self_attention};
use crate::flops::elementwise::{COPY, JOIN, RmsNorm};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that UMT5 hands over.
const TEXT_WIDTH: u64 = 4096;

/// Time step of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStep {
    /// One for all tokens.
    Shared,
    /// One for each token, though from text all are the same (Wan 2.2 TI2V, whose first frame may be given).
    PerToken,
}

/// The architecture of `WanTransformer3DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WanDit {
    /// Width of the residual stream.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks.
    pub blocks: u64,
    /// Inner width of the MLPs.
    pub inner: u64,
    /// Time step of a pass.
    pub time_step: TimeStep,
}

/// Rotary embedding of Wan: halves of the numbers are multiplied by cosines and by sines of 32 bits, two differences or sums, two copies into
/// the result.
const ROTARY: RunBytes = RunBytes::own(2 + 1).plus(RunBytes::wide(2 + 3 + 1));

impl WanDit {
    /// Biases, norms and tables.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, inner, .. } = *self;
        // Patches, time steps and their six vectors, text.
        let embed = width + 2 * width + 6 * width + 2 * width;
        // Twice four projections and norms of queries and keys; a norm before attention to the text; six vectors added.
        let block = 2 * (4 + 2) * width + 2 * width + inner + width + 6 * width;
        embed + block * self.blocks + 2 * width + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, times: u64, text: u64) -> RunBytes {
        let Self { width, head_width, inner, blocks, .. } = *self;
        let tokens = grid.tokens;
        let numbers = tokens * width;
        // Norms, scales, shifts and gates have 32 bits in any run. Vectors of a time step are read once each.
        let modulating = |vectors: u64| RunBytes::wide(vectors) * (times * width);
        let norm = (RunBytes::cast(2) + RunBytes::wide(2)) * numbers + RunBytes::wide(2) * tokens;
        let modulated = norm + RunBytes::wide(2 + 2) * numbers + modulating(2 + 1 + 1);
        let affine = norm + RunBytes::wide(2) * width;
        let rotary = ROTARY * numbers + RunBytes::wide(2) * (tokens * head_width);
        let query_norms = RmsNorm::Torch.over(tokens, width) * 3 + RmsNorm::Torch.over(text, width);
        let attended =
            (RunBytes::cast(2) + RunBytes::own(1) + RunBytes::wide(1 + 3)) * numbers + modulating(1);
        let fed = (RunBytes::cast(3) + RunBytes::wide(2 + 3)) * numbers + modulating(1);
        // Six vectors are cast, and the block's own are added.
        let vectors =
            (RunBytes::cast(1) + RunBytes::wide(2)) * (6 * times * width) + RunBytes::wide(6 * width);
        let block = vectors
            + modulated * 2
            + affine
            + query_norms
            + rotary * 2
            + attended
            + JOIN * numbers
            + COPY * (tokens * inner)
            + fed;
        // Tokens are laid out, states of the text and of time steps activated, angles joined.
        let embed = COPY * (numbers + text * width)
            + (RunBytes::wide(2) + RunBytes::cast(1) + COPY) * (times * width)
            + RunBytes::wide(2) * (tokens * head_width);
        let last = modulated + RunBytes::wide(4) * (times * width) + COPY * (tokens * grid.patch_numbers);
        embed + block * blocks + last
    }
}

impl DenoiserClass for WanDit {
    fn pass(&self, grid: &Grid, channels: u64, text_tokens: u64) -> Work {
        let Self { width, head_width, blocks, inner, time_step } = *self;
        let tokens = grid.tokens;
        let taps = grid.patch_numbers / channels;
        let times = match time_step {
            TimeStep::Shared => 1,
            TimeStep::PerToken => tokens,
        };
        let embed = conv(tokens, taps, channels, width)
            + linear(times, TIME_FEATURES, width)
            + linear(times, width, width)
            + linear(times, width, 6 * width)
            + linear(text_tokens, TEXT_WIDTH, width)
            + linear(text_tokens, width, width);
        let block = self_attention(tokens, width, head_width)
            + attention_to_text(tokens, width, head_width, text_tokens, width)
            + mlp(tokens, width, inner, false);
        embed
            + block * blocks
            + linear(tokens, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, times, text_tokens))
    }

    fn held_per_token(&self) -> u64 {
        self.width + 2 * self.inner
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.blocks, self.width, self.head_width)
    }
}

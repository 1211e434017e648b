//! The denoiser of LTX-Video: blocks over the tokens of a clip that attend to themselves and to the text.

use super::norm::unweighted_norm;
use crate::flops::atom::{elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, attention_to_text, embedding_mlp, mlp, self_attention};
use crate::flops::elementwise::{COPY, JOIN, RmsNorm, gate_and_add, layer_norm, scale_and_shift};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that T5 hands over.
const TEXT_WIDTH: u64 = 4096;

/// Rotary embedding whose cosines and sines are as many as the numbers they turn.
const ROTARY: RunBytes = RunBytes::own(1 + 2).plus(RunBytes::cast(3)).plus(RunBytes::wide(3 + 3 + 3));

/// The architecture of `LTXVideoTransformer3DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LtxVideoDit {
    /// Width of the residual stream.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks.
    pub blocks: u64,
}

impl LtxVideoDit {
    /// Inner width of the MLPs.
    pub const fn inner(&self) -> u64 {
        4 * self.width
    }

    /// Biases, norms and tables.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, blocks, .. } = *self;
        // Twice four projections and two norms; the MLP; six vectors.
        let block = 2 * (4 + 2) * width + self.inner() + width + 6 * width;
        // Latent; time step and its six vectors; text; the last two vectors.
        width + (2 + 6) * width + 2 * width + 2 * width + block * blocks + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, blocks, .. } = *self;
        let clip = grid.tokens;
        let numbers = clip * width;
        let modulated =
            unweighted_norm(clip, width) + scale_and_shift(clip, width) + gate_and_add(clip, width);
        let query_norms = RmsNorm::Torch.over(clip, width) * 3 + RmsNorm::Torch.over(text, width);
        let block = modulated * 2
            + query_norms
            + ROTARY * (2 * numbers)
            + JOIN * numbers
            + COPY * (clip * self.inner());
        // Angles: products, laid out, cosines and sines, each repeated, then filled up.
        let angles = RunBytes::wide(21) * (numbers / 2);
        COPY * (text * width)
            + angles
            + block * blocks
            + layer_norm(clip, width)
            + scale_and_shift(clip, width)
    }
}

impl DenoiserClass for LtxVideoDit {
    fn pass(&self, grid: &Grid, _: u64, text: u64) -> Work {
        let Self { width, head_width, blocks } = *self;
        let clip = grid.tokens;
        let block = self_attention(clip, width, head_width)
            + attention_to_text(clip, width, head_width, text, width)
            + mlp(clip, width, self.inner(), false);
        linear(clip, grid.patch_numbers, width)
            + embedding_mlp(TIME_FEATURES, width)
            + linear(1, width, 6 * width)
            + linear(text, TEXT_WIDTH, width)
            + linear(text, width, width)
            + block * blocks
            + linear(clip, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, text))
    }

    fn held_per_token(&self) -> u64 {
        self.width + 2 * self.inner()
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.blocks, self.width, self.head_width)
    }
}

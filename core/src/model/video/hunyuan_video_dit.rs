//! The denoiser of HunyuanVideo: an MMDiT of joint and single-stream blocks whose text is refined by blocks of its own.

use crate::flops::atom::{conv, elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, TextStream, embedding_mlp, joint, mlp, self_attention, single};
use crate::flops::elementwise::{
    COPY, RmsNorm, Rotary, affine_layer_norm, gate_and_add, layer_norm, scale_and_shift,
};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that the language model hands over.
const TEXT_WIDTH: u64 = 4096;

/// Features of the pooled text that CLIP hands over.
const POOLED_WIDTH: u64 = 768;

/// The architecture of `HunyuanVideoTransformer3DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HunyuanVideoDit {
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks in which clip and text keep weights of their own.
    pub joint_blocks: u64,
    /// Blocks in which they share them.
    pub single_blocks: u64,
    /// Blocks over the text alone.
    pub refiners: u64,
}

impl HunyuanVideoDit {
    /// Inner width of the MLPs.
    pub const fn inner(&self) -> u64 {
        4 * self.width
    }

    /// Biases and norms.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, head_width, .. } = *self;
        let mlp = self.inner() + width;
        let refiner = 2 * 2 * width + 4 * width + mlp + 2 * width;
        let joint = 2 * (6 * width + 4 * width + 2 * head_width + mlp);
        let single = 3 * width + 3 * width + 2 * head_width + mlp;
        // Patches; time step, pooled states and states of the text; time step, guidance and pooled text; the last shift and scale.
        let once = width + (2 + 2 + 1) * width + 3 * 2 * width + 2 * width;
        once + refiner * self.refiners
            + joint * self.joint_blocks
            + single * self.single_blocks
            + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, head_width, .. } = *self;
        let inner = self.inner();
        let (clip, all) = (grid.tokens, grid.tokens + text);
        let modulated = |rows| layer_norm(rows, width) + scale_and_shift(rows, width);
        let query_norms = |rows| RmsNorm::Diffusers.over_heads(rows, width, head_width) * 2;
        let rotary = Rotary::Real.over(clip, width, head_width) * 2;

        // Truths of 8 bits say for each head and pair of tokens what is no padding.
        let pairs = 25 * text * text;
        let refiner = affine_layer_norm(text, width) * 2
            + gate_and_add(text, width) * 2
            + COPY * (text * width + text * inner)
            + RunBytes { at_16_bit: pairs, at_32_bit: pairs };
        // The mean of the states.
        let pooled = (RunBytes::own(1) + RunBytes::wide(2)) * (text * TEXT_WIDTH);

        let stream = |rows| {
            (modulated(rows) + gate_and_add(rows, width)) * 2 + query_norms(rows) + COPY * (rows * inner)
        };
        let joint = stream(clip) + stream(text) + rotary + COPY * (3 * all * width);
        // Joined: both streams, those that attend, queries and keys after their turn, results, results and MLP.
        let single = modulated(all)
            + query_norms(all)
            + rotary
            + COPY * (all * inner)
            + COPY * ((2 + 1 + 2) * all * width)
            + COPY * (all * (width + inner))
            + gate_and_add(all, width);
        let angles = RunBytes::wide(10) * (clip * head_width);
        pooled
            + refiner * self.refiners
            + joint * self.joint_blocks
            + single * self.single_blocks
            + angles
            + modulated(clip)
            + COPY * (clip * grid.patch_numbers)
    }
}

impl DenoiserClass for HunyuanVideoDit {
    fn pass(&self, grid: &Grid, channels: u64, text: u64) -> Work {
        let Self { width, head_width, .. } = *self;
        let clip = grid.tokens;
        let refiner = self_attention(text, width, head_width)
            + linear(1, width, 2 * width)
            + mlp(text, width, self.inner(), false);
        let refine = embedding_mlp(TIME_FEATURES, width)
            + embedding_mlp(TEXT_WIDTH, width)
            + linear(text, TEXT_WIDTH, width)
            + refiner * self.refiners;
        // The time step, guidance, pooled text.
        let conditioning = embedding_mlp(TIME_FEATURES, width) * 2 + embedding_mlp(POOLED_WIDTH, width);
        let joint = joint(clip, text, width, head_width, self.inner(), false, TextStream::Continues)
            + linear(1, width, 6 * width) * 2;
        let single =
            single(clip + text, width, head_width, self.inner(), false) + linear(1, width, 3 * width);
        conv(clip, grid.patch_numbers / channels, channels, width)
            + refine
            + conditioning
            + joint * self.joint_blocks
            + single * self.single_blocks
            + linear(1, width, 2 * width)
            + linear(clip, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, text))
    }

    fn held_per_token(&self) -> u64 {
        self.width + 2 * self.inner()
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.joint_blocks + self.single_blocks, self.width, self.head_width)
    }
}

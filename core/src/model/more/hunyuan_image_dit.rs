//! The denoiser of HunyuanImage 2.1: an MMDiT of joint and single-stream blocks whose text is refined by blocks of its own, with states of
//! glyphs beside it.

use crate::flops::atom::{conv, elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, TextStream, embedding_mlp, joint, mlp, self_attention, single};
use crate::flops::elementwise::{
    COPY, RmsNorm, Rotary, affine_layer_norm, gate_and_add, layer_norm, scale_and_shift,
};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that the language model hands over.
const TEXT_WIDTH: u64 = 3584;

/// Width of the states that the encoder of glyphs hands over.
const GLYPH_WIDTH: u64 = 1472;

/// Inner width of the MLP that projects them.
const GLYPH_INNER: u64 = 2048;

/// Tokens of the glyphs, which are there without any glyph too.
pub const GLYPHS: u64 = 128;

/// The architecture of `HunyuanImageTransformer2DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HunyuanImageDit {
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks in which image and text keep weights of their own.
    pub joint_blocks: u64,
    /// Blocks in which they share them.
    pub single_blocks: u64,
    /// Blocks over the text alone.
    pub refiners: u64,
    /// Numbers that are embedded for every block: the time step; where it is distilled, the time step that it jumps to and the guidance.
    pub conditions: u64,
}

impl HunyuanImageDit {
    /// Inner width of the MLPs.
    const fn inner(&self) -> u64 {
        4 * self.width
    }

    /// Biases and norms.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, head_width, .. } = *self;
        let mlp = self.inner() + width;
        let refiner = 2 * 2 * width + 4 * width + mlp + 2 * width;
        let joint = 2 * (6 * width + 4 * width + 2 * head_width + mlp);
        let single = 3 * width + 3 * width + 2 * head_width + mlp;
        // Latent; time step, pooled states and states of the text; what is embedded for every block; the last shift and scale.
        let once = width + (2 + 2 + 1) * width + 2 * self.conditions * width + 2 * width;
        let glyphs = 2 * GLYPH_WIDTH + 2 * GLYPH_INNER + width;
        once + glyphs
            + refiner * self.refiners
            + joint * self.joint_blocks
            + single * self.single_blocks
            + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, words: u64) -> RunBytes {
        let Self { width, head_width, .. } = *self;
        let inner = self.inner();
        let text = words + GLYPHS;
        let (image, all) = (grid.tokens, grid.tokens + text);
        let modulated = |rows| layer_norm(rows, width) + scale_and_shift(rows, width);
        let query_norms = |rows| RmsNorm::Diffusers.over_heads(rows, width, head_width) * 2;
        let rotary = Rotary::Real.over(image, width, head_width) * 2;

        // Truths of 8 bits say for each pair of tokens what is no padding.
        let pairs = 4 * words * words;
        let refiner = affine_layer_norm(words, width) * 2
            + gate_and_add(words, width) * 2
            + COPY * (words * width + words * inner);
        // The mean of the states.
        let pooled = (RunBytes::cast(1) + RunBytes::wide(3)) * (words * TEXT_WIDTH);
        let glyphs = affine_layer_norm(GLYPHS, GLYPH_WIDTH) + COPY * (2 * GLYPHS * GLYPH_INNER);

        let stream = |rows| {
            (modulated(rows) + gate_and_add(rows, width)) * 2 + query_norms(rows) + COPY * (rows * inner)
        };
        let joint = stream(image) + stream(text) + rotary + COPY * (3 * all * width);
        // Joined: both streams, those that attend, queries and keys after their turn, results, results and MLP.
        let single = modulated(all)
            + query_norms(all)
            + rotary
            + COPY * (all * inner)
            + COPY * ((2 + 1 + 2) * all * width)
            + COPY * (all * (width + inner))
            + gate_and_add(all, width);
        let angles = RunBytes::wide(10) * (image * head_width);
        pooled
            + RunBytes { at_16_bit: pairs, at_32_bit: pairs }
            + refiner * self.refiners
            + glyphs
            // Words and glyphs are put in order.
            + COPY * (2 * text * width)
            + joint * self.joint_blocks
            + single * self.single_blocks
            + angles
            + modulated(image)
            + COPY * (image * grid.patch_numbers)
    }
}

impl DenoiserClass for HunyuanImageDit {
    fn pass(&self, grid: &Grid, channels: u64, text: u64) -> Work {
        let Self { width, head_width, .. } = *self;
        let image = grid.tokens;
        let words = text.saturating_sub(GLYPHS);
        let refiner = self_attention(words, width, head_width)
            + linear(1, width, 2 * width)
            + mlp(words, width, self.inner(), false);
        let refine = embedding_mlp(TIME_FEATURES, width)
            + embedding_mlp(TEXT_WIDTH, width)
            + linear(words, TEXT_WIDTH, width)
            + refiner * self.refiners;
        let glyphs = linear(GLYPHS, GLYPH_WIDTH, GLYPH_INNER)
            + linear(GLYPHS, GLYPH_INNER, GLYPH_INNER)
            + linear(GLYPHS, GLYPH_INNER, width);
        let text = words + GLYPHS;
        let joint = joint(image, text, width, head_width, self.inner(), false, TextStream::Continues)
            + linear(1, width, 6 * width) * 2;
        let single =
            single(image + text, width, head_width, self.inner(), false) + linear(1, width, 3 * width);
        conv(image, grid.patch_numbers / channels, channels, width)
            + refine
            + glyphs
            + embedding_mlp(TIME_FEATURES, width) * self.conditions
            + joint * self.joint_blocks
            + single * self.single_blocks
            + linear(1, width, 2 * width)
            + linear(image, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, words))
    }

    fn held_per_token(&self) -> u64 {
        self.width + 2 * self.inner()
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.joint_blocks + self.single_blocks, self.width, self.head_width)
    }
}

//! The denoiser of AuraFlow: an MMDiT of few joint blocks and many over one sequence, whose layers have no biases and whose norms have no
//! weights.

use super::norm::wide_plain_norm;
use crate::flops::atom::{elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, TextStream, embedding_mlp, joint, mlp, modulation, self_attention};
use crate::flops::elementwise::{COPY, GATED, JOIN, gate_and_add, scale_and_shift};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that its encoder hands over.
const TEXT_WIDTH: u64 = 2048;

/// Tokens with weights of their own, put before the text.
const REGISTERS: u64 = 8;

/// The architecture of `AuraFlowTransformer2DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuraFlowDit {
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks in which image and text keep weights of their own.
    pub joint_blocks: u64,
    /// Blocks in which they share them.
    pub single_blocks: u64,
    /// Inner width of the gated MLPs.
    pub inner: u64,
    /// Rows of the table of positions.
    pub positions: u64,
}

impl AuraFlowDit {
    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, head_width, inner, .. } = *self;
        let (image, all) = (grid.tokens, grid.tokens + text);
        let modulated = |rows| wide_plain_norm(rows, width) + scale_and_shift(rows, width);
        let query_norms = |rows| wide_plain_norm(rows * width / head_width, head_width) * 2;
        let stream = |rows| {
            (modulated(rows) + gate_and_add(rows, width)) * 2
                + query_norms(rows)
                + GATED * (rows * inner)
                + COPY * width
        };
        let joint = stream(image) + stream(text) + COPY * (3 * all * width);
        // The latent is laid out as patches and back; positions are looked up and added; registers, then image and text become one sequence.
        let latent = COPY * (2 * image * grid.patch_numbers);
        let positions = (COPY + JOIN) * (image * width) + RunBytes::wide(2) * image;
        latent
            + positions
            + COPY * (text * width + all * width)
            + joint * self.joint_blocks
            + stream(all) * self.single_blocks
            + scale_and_shift(image, width)
    }
}

impl DenoiserClass for AuraFlowDit {
    fn pass(&self, grid: &Grid, _: u64, text: u64) -> Work {
        let Self { width, head_width, inner, .. } = *self;
        let image = grid.tokens;
        let context = text + REGISTERS;
        let joint = joint(image, context, width, head_width, inner, true, TextStream::Continues)
            + modulation(width, 12, 2);
        let single = self_attention(image + context, width, head_width)
            + mlp(image + context, width, inner, true)
            + modulation(width, 6, 1);
        linear(image, grid.patch_numbers, width)
            + linear(text, TEXT_WIDTH, width)
            + embedding_mlp(TIME_FEATURES, width)
            + joint * self.joint_blocks
            + single * self.single_blocks
            + modulation(width, 2, 1)
            + linear(image, width, grid.patch_numbers)
            // Biases: of the latent, and of the time step. Tables: positions and registers.
            + vectors((1 + 2 + self.positions + REGISTERS) * width)
            + elementwise(self.elementwise(grid, context))
    }

    fn held_per_token(&self) -> u64 {
        // Its MLPs are gated: two projections up, and their product.
        self.width + 3 * self.inner
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.joint_blocks + self.single_blocks, self.width, self.head_width)
    }
}

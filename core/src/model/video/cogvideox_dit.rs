//! The denoiser of CogVideoX: blocks over one sequence of text and clip, each of which is scaled and shifted by vectors of its own.

use crate::flops::atom::{conv, elementwise, linear, vectors};
use crate::flops::block::{mlp, self_attention};
use crate::flops::elementwise::{COPY, JOIN, Rotary, affine_layer_norm, gate_and_add, scale_and_shift};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that T5 hands over.
const TEXT_WIDTH: u64 = 4096;

/// Width of the conditioning by the time step.
const TIME_WIDTH: u64 = 512;

/// Positions of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    /// Sines and cosines of 64 bits, added once and computed in each pass but at the size that is kept: columns, rows and frames of its
    /// latent (CogVideoX 2B).
    Added {
        /// The size.
        kept: [u64; 3],
    },
    /// Rotary embedding of queries and keys.
    Rotary,
}

/// The architecture of `CogVideoXTransformer3DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CogVideoXDit {
    /// Width of the residual stream.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks.
    pub blocks: u64,
    /// Positions of tokens.
    pub positions: Positions,
    /// True if patches are embedded by a linear layer (CogVideoX 1.5), not by a convolution.
    pub linear_patches: bool,
}

impl CogVideoXDit {
    /// Inner width of the MLPs.
    pub const fn inner(&self) -> u64 {
        4 * self.width
    }

    /// Biases and norms.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, head_width, blocks, .. } = *self;
        // Twice six vectors and a norm; four projections; norms of queries and keys; the MLP.
        let block = 2 * (6 + 2) * width + 4 * width + 4 * head_width + self.inner() + width;
        // Patches and text; the time step; two norms and two vectors at the end.
        2 * width + 2 * TIME_WIDTH + block * blocks + 3 * 2 * width + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, head_width, blocks, .. } = *self;
        let (clip, all) = (grid.tokens, grid.tokens + text);
        let both = |of: &dyn Fn(u64) -> RunBytes| of(clip) + of(text);
        let modulated = both(&|rows| affine_layer_norm(rows, width) + scale_and_shift(rows, width));
        let gated = both(&|rows| gate_and_add(rows, width));
        let heads = affine_layer_norm(all * width / head_width, head_width);
        let rotary = match self.positions {
            // Turned queries and keys are copied into their places.
            Positions::Rotary => Rotary::Real.over(clip, width, head_width) + COPY * (clip * width),
            Positions::Added { .. } => RunBytes::ZERO,
        };
        let block = (modulated + gated) * 2
            // Text and clip are joined before the attention and before the MLP.
            + COPY * (2 * all * width)
            + (heads + rotary) * 2
            + COPY * (all * self.inner());
        let patches = if self.linear_patches { clip * grid.patch_numbers } else { clip * width };
        let last = affine_layer_norm(clip, width) * 2
            + scale_and_shift(clip, width)
            + COPY * (clip * grid.patch_numbers);
        COPY * (patches + all * width) + self.added(grid, text) + block * blocks + last
    }

    /// Positions that are added to the tokens.
    fn added(&self, grid: &Grid, text: u64) -> RunBytes {
        let Positions::Added { kept } = self.positions else { return RunBytes::ZERO };
        let (clip, all) = (grid.tokens * self.width, (grid.tokens + text) * self.width);
        let sum = JOIN * all;
        if kept == [grid.columns, grid.rows, grid.frames] {
            return sum;
        }
        let frame = clip / grid.frames;
        // Of one frame: products with frequencies, sines and cosines, joined twice, laid out for each frame with those of time, joined; of all
        // tokens: zeros, into which they are copied.
        let bytes = 45 * frame + 40 * clip + 16 * all;
        sum + RunBytes { at_16_bit: bytes, at_32_bit: bytes } + RunBytes::own(all)
    }
}

impl DenoiserClass for CogVideoXDit {
    fn pass(&self, grid: &Grid, channels: u64, text: u64) -> Work {
        let Self { width, head_width, blocks, .. } = *self;
        let (clip, all) = (grid.tokens, grid.tokens + text);
        let patches = if self.linear_patches {
            linear(clip, grid.patch_numbers, width)
        } else {
            conv(clip, grid.patch_numbers / channels, channels, width)
        };
        let conditioning = linear(1, width, TIME_WIDTH) + linear(1, TIME_WIDTH, TIME_WIDTH);
        let block = linear(1, TIME_WIDTH, 6 * width) * 2
            + self_attention(all, width, head_width)
            + mlp(all, width, self.inner(), false);
        patches
            + linear(text, TEXT_WIDTH, width)
            + conditioning
            + block * blocks
            + linear(1, TIME_WIDTH, 2 * width)
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

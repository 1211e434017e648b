//! The denoiser of Mochi 1: an asymmetric MMDiT whose text stream is half as wide as that of the clip.

use super::norm::{head_norm, modulated_norm};
use crate::flops::atom::{attention, conv, elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, attention_pool, embedding_mlp};
use crate::flops::elementwise::{COPY, GATED, JOIN, layer_norm, scale_and_shift};
use crate::flops::{Flops, RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that T5 hands over.
const TEXT_STATES: u64 = 4096;

/// Axes of a position: frame, row, column.
const AXES: u64 = 3;

/// Rotary embedding with cosines and sines of each head: even and odd numbers are cast, four products, a difference, a sum, casts back,
/// stacked.
const ROTARY: RunBytes = RunBytes::cast(2).plus(RunBytes::wide(6 + 3)).plus(COPY);

/// The architecture of `MochiTransformer3DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MochiDit {
    /// Width of the clip's stream.
    pub width: u64,
    /// Width of the text's stream.
    pub text_width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks; the last reads the text and changes it no more.
    pub blocks: u64,
    /// Inner width of the gated MLPs over the clip.
    pub inner: u64,
    /// Inner width of those over the text.
    pub text_inner: u64,
}

impl MochiDit {
    /// Biases and norms.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, text_width, head_width, blocks, .. } = *self;
        let both = 4 * width + 4 * head_width + width;
        let continued = 4 * text_width + text_width;
        // Patches; time step; the pool's queries, keys, values and output; the text.
        let embed = width + 2 * width + 3 * TEXT_STATES + width + text_width;
        embed + both * blocks + continued * (blocks - 1) + text_width + 2 * width + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, text_width, head_width, blocks, inner, text_inner } = *self;
        let (clip, all) = (grid.tokens, grid.tokens + text);
        // Four norms, two sums, the MLP.
        let stream = |rows, width, inner| {
            modulated_norm(rows, width) * 4 + JOIN * (2 * rows * width) + GATED * (rows * inner)
        };
        // Text that is no padding is picked out and joined; results are padded, joined and laid out again.
        let attend = (head_norm(clip, width, head_width) + head_norm(text, width, head_width)) * 2
            + ROTARY * (2 * clip * width)
            + COPY * (3 * text * width + 3 * all * width)
            + (JOIN + COPY * 2) * (all * width);
        let block = stream(clip, width, inner) + attend;
        let pooled = RunBytes::own(2 + 1 + 2) * (text * TEXT_STATES);
        let angles = RunBytes::wide(2) * (clip * width);
        pooled
            + angles
            + COPY * (clip * width)
            + block * blocks
            + stream(text, text_width, text_inner) * (blocks - 1)
            + modulated_norm(text, text_width)
            + layer_norm(clip, width)
            + scale_and_shift(clip, width)
            + COPY * (clip * grid.patch_numbers)
    }
}

impl DenoiserClass for MochiDit {
    fn pass(&self, grid: &Grid, channels: u64, text: u64) -> Work {
        let Self { width, text_width, head_width, blocks, inner, text_inner } = *self;
        let (clip, all) = (grid.tokens, grid.tokens + text);
        let mlp = |rows, width, inner| linear(rows, width, 2 * inner) + linear(rows, inner, width);
        let attend = linear(clip, width, width) * 4
            + linear(text, text_width, width) * 3
            + attention(all, all, width, head_width);
        let last =
            linear(1, width, 4 * width) + linear(1, width, text_width) + attend + mlp(clip, width, inner);
        let block = linear(1, width, 4 * width)
            + linear(1, width, 4 * text_width)
            + attend
            + linear(text, width, text_width)
            + mlp(clip, width, inner)
            + mlp(text, text_width, text_inner);
        // Each head's frequencies by position: a product that counters file under attention.
        let frequencies = AXES * width / 2;
        let angles = Work {
            flops: Flops { attention: 2 * clip * frequencies, ..Flops::ZERO },
            layers: 1,
            weights: frequencies,
            ..Work::ZERO
        };
        conv(clip, grid.patch_numbers / channels, channels, width)
            + embedding_mlp(TIME_FEATURES, width)
            + attention_pool(text, TEXT_STATES, width)
            + linear(text, TEXT_STATES, text_width)
            + angles
            + block * (blocks - 1)
            + last
            + linear(1, width, 2 * width)
            + linear(clip, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, text))
    }

    fn held_per_token(&self) -> u64 {
        // Its MLPs are gated: two projections up, and their product.
        self.width + 3 * self.inner
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.blocks, self.width, self.head_width)
    }
}

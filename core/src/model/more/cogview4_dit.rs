//! The denoiser of CogView4: blocks over one sequence of text and image, which are shifted, scaled and gated apart.

use crate::flops::atom::{elementwise, linear, vectors};
use crate::flops::block::{mlp, self_attention};
use crate::flops::elementwise::{COPY, JOIN, Rotary, layer_norm, scale_and_shift};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the text states that its encoder hands over.
const TEXT_WIDTH: u64 = 4096;

/// The architecture of `CogView4Transformer2DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CogView4Dit {
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks.
    pub blocks: u64,
    /// Width of the embedded time step and size.
    pub time_width: u64,
    /// Features of original size, target size and corner together.
    pub size_features: u64,
}

impl CogView4Dit {
    /// Inner width of the MLPs.
    const fn inner(&self) -> u64 {
        4 * self.width
    }

    /// Biases; its norms have no weights.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, time_width, blocks, .. } = *self;
        let block = (12 + 4 + 1) * width + self.inner();
        // Latent and text; two MLPs of two layers; the last scale and shift.
        2 * width + 4 * time_width + block * blocks + 2 * width + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, head_width, blocks, .. } = *self;
        let (image, all) = (grid.tokens, grid.tokens + text);
        let query_norms = layer_norm(all * width / head_width, head_width) * 2;
        // Queries and keys of the image are turned and written back into those of both.
        let rotary = (Rotary::Real.over(image, width, head_width) + COPY * (image * width)) * 2;
        let stream = |rows| {
            let modulated = layer_norm(rows, width) + scale_and_shift(rows, width);
            let added = (COPY + JOIN) * (rows * width) + RunBytes::own(width);
            (modulated + added) * 2 + COPY * (rows * self.inner())
        };
        let block = stream(image) + stream(text) + COPY * (all * width) + query_norms + rotary;
        // The latent is laid out as patches and back.
        COPY * (2 * image * grid.patch_numbers)
            + block * blocks
            + layer_norm(image, width)
            + scale_and_shift(image, width)
    }
}

impl DenoiserClass for CogView4Dit {
    fn pass(&self, grid: &Grid, _: u64, text: u64) -> Work {
        let Self { width, head_width, blocks, time_width, size_features } = *self;
        let image = grid.tokens;
        // The MLP runs over the image, then over the text with the same weights.
        let over_text = Work { weights: 0, ..mlp(text, width, self.inner(), false) };
        let block = self_attention(image + text, width, head_width)
            + mlp(image, width, self.inner(), false)
            + over_text
            + modulate(time_width, width, 12);
        let embedded = |features| linear(1, features, time_width) + linear(1, time_width, time_width);
        linear(image, grid.patch_numbers, width)
            + linear(text, TEXT_WIDTH, width)
            // The time step has as many features as the network is wide.
            + embedded(width)
            + embedded(size_features)
            + block * blocks
            + modulate(time_width, width, 2)
            + linear(image, width, grid.patch_numbers)
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

/// So many vectors, each as wide as the network, from the embedded time step and size.
fn modulate(time_width: u64, width: u64, count: u64) -> Work {
    linear(1, time_width, count * width)
}

//! The denoiser of Krea 2: blocks over one sequence of text and image with fewer key than query heads, whose results are gated; before them
//! states of several layers of a language model are fused.

use crate::flops::atom::{attention, elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, embedding_mlp, mlp};
use crate::flops::elementwise::{COPY, GATED, JOIN, RmsNorm, Rotary, gate_and_add, scale_and_shift};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Blocks that attend, with a gate on the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatedBlock {
    /// Width of the states.
    pub width: u64,
    /// Width of all key heads together.
    pub key_width: u64,
    /// Width of a head.
    pub head_width: u64,
    /// Inner width of the gated MLP.
    pub inner: u64,
}

impl GatedBlock {
    /// Norms: of states, queries and keys.
    const fn norms(&self) -> u64 {
        2 * self.width + 2 * self.head_width
    }

    /// A block over `sequences` sequences of `tokens` tokens.
    fn work(&self, sequences: u64, tokens: u64) -> Work {
        let Self { width, key_width, head_width, inner } = *self;
        let rows = sequences * tokens;
        let attended = attention(tokens, tokens, width, head_width);
        let attended = Work { layers: 1, weights: 0, ..attended * sequences };
        linear(rows, width, width) * 3
            + linear(rows, width, key_width) * 2
            + attended
            + mlp(rows, width, inner, true)
            + vectors(self.norms())
    }

    /// Returns the bytes of element-wise kernels over `rows` tokens, but for modulation, residuals and rotary embedding.
    fn elementwise(&self, rows: u64) -> RunBytes {
        let Self { width, key_width, head_width, inner } = *self;
        // Keys and values are repeated for each query head.
        let repeated =
            if key_width < width { RunBytes::own(2 * rows * (key_width + width)) } else { RunBytes::ZERO };
        RmsNorm::Torch.over(rows, width) * 2
            + RmsNorm::Torch.over_heads(rows, width, head_width)
            + RmsNorm::Torch.over_heads(rows, key_width, head_width)
            + repeated
            + (COPY + JOIN) * (rows * width)
            + GATED * (rows * inner)
    }
}

/// The architecture of `Krea2Transformer2DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Krea2Dit {
    /// The blocks over text and image.
    pub block: GatedBlock,
    /// Number of them.
    pub blocks: u64,
    /// The blocks that fuse states of the text.
    pub text_block: GatedBlock,
    /// Layers of the language model whose states are read.
    pub text_layers: u64,
    /// Blocks over the layers of each token.
    pub layerwise_blocks: u64,
    /// Blocks over the tokens.
    pub refiner_blocks: u64,
}

impl Krea2Dit {
    /// Biases and tables, and norms outside of blocks.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let (width, text_width) = (self.block.width, self.text_block.width);
        // Latent; time step and its six vectors; the text's norm and two layers; the last two vectors and their norm.
        let once = width + (2 + 6) * width + text_width + 2 * width + (2 + 1) * width;
        once + 6 * width * self.blocks + patch_numbers
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let (width, head_width, text_width) =
            (self.block.width, self.block.head_width, self.text_block.width);
        let (image, all) = (grid.tokens, grid.tokens + text);
        let layered = text * self.text_layers;
        let fused = |rows| self.text_block.elementwise(rows) + JOIN * (2 * rows * text_width);
        let rotary = Rotary::Real.over(all, width, head_width)
            + Rotary::Real.over(all, self.block.key_width, head_width);
        let block = self.block.elementwise(all)
            + (scale_and_shift(all, width) + gate_and_add(all, width)) * 2
            + rotary;
        fused(layered) * self.layerwise_blocks
            // Laid out with the layers last.
            + COPY * (layered * text_width)
            + fused(text) * self.refiner_blocks
            + RmsNorm::Torch.over(text, text_width)
            + COPY * (text * width + all * width)
            + block * self.blocks
            + RmsNorm::Torch.over(image, width)
            + scale_and_shift(image, width)
    }
}

impl DenoiserClass for Krea2Dit {
    fn pass(&self, grid: &Grid, _: u64, text: u64) -> Work {
        let (width, text_width) = (self.block.width, self.text_block.width);
        let image = grid.tokens;
        linear(image, grid.patch_numbers, width)
            + embedding_mlp(TIME_FEATURES, width)
            + linear(1, width, 6 * width)
            + self.text_block.work(text, self.text_layers) * self.layerwise_blocks
            + linear(text * text_width, self.text_layers, 1)
            + self.text_block.work(1, text) * self.refiner_blocks
            + linear(text, text_width, width)
            + linear(text, width, width)
            + self.block.work(1, text + image) * self.blocks
            + linear(image, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, text))
    }

    fn held_per_token(&self) -> u64 {
        self.block.width + 3 * self.block.inner
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.blocks, self.block.width, self.block.head_width)
    }
}

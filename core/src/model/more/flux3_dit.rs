//! The denoiser of FLUX.3: blocks over the image and over the text alone, then blocks over both; each token is shifted, scaled and gated by
//! vectors of its own.

use crate::flops::atom::{elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, mlp, self_attention};
use crate::flops::elementwise::{COPY, GATED, JOIN, layer_norm};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Norm and rotary embedding of queries or keys, all in 32 bits: a cast, the norm, its rotary embedding, a cast back.
const NORM_AND_ROTARY: RunBytes =
    RunBytes::cast(2).plus(RunBytes::wide(2 + 1 + 2 + 2)).plus(RunBytes::wide(1 + 2 + 2 + 2 + 3));

/// The architecture of `Flux3Transformer2DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flux3Dit {
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks over the image alone, as many over the text alone, and as many over images to edit.
    pub mode_blocks: u64,
    /// Blocks over image and text.
    pub single_blocks: u64,
    /// Width of the text states: those of several layers side by side.
    pub text_width: u64,
    /// True if the time step that a step jumps to is embedded too (distilled to few steps).
    pub flow_map: bool,
}

impl Flux3Dit {
    /// Inner width of the gated MLPs.
    const fn inner(&self) -> u64 {
        3 * self.width
    }

    /// A block, whose MLP runs beside the attention.
    fn block(&self, tokens: u64) -> Work {
        self_attention(tokens, self.width, self.head_width)
            + mlp(tokens, self.width, self.inner(), true)
            + vectors(2 * self.head_width)
    }

    /// Weights of what reads images to edit; none is read here, and memory holds them all the same.
    fn unread(&self, patch_numbers: u64) -> u64 {
        let modulated = 2 * 3 * self.width * self.width;
        modulated + patch_numbers * self.width + self.block(0).weights * self.mode_blocks
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, head_width, .. } = *self;
        let (image, all) = (grid.tokens, grid.tokens + text);
        let queries = |rows| {
            let norms = RunBytes::wide(6) * (rows * width / head_width);
            (NORM_AND_ROTARY * (rows * width) + norms + RunBytes::wide(2) * (rows * head_width)) * 2
        };
        // A norm, 1 + scale, its product, the shift; the sum of attention and MLP, its gate, the sum with what came in.
        let around = |rows| layer_norm(rows, width) + (COPY + JOIN * 5) * (rows * width);
        let mode = |rows| around(rows) + queries(rows) + GATED * (rows * self.inner());
        let single =
            around(image) + around(text) + COPY * (all * width) + queries(all) + GATED * (all * self.inner());
        // The conditioning of each token is activated, twice for the image.
        RunBytes::own(2 * image * width)
            + (mode(image) + mode(text)) * self.mode_blocks
            + single * self.single_blocks
            + layer_norm(image, width)
            + (COPY + JOIN * 2) * (image * width)
    }
}

impl DenoiserClass for Flux3Dit {
    fn pass(&self, grid: &Grid, _: u64, text: u64) -> Work {
        let Self { width, text_width, .. } = *self;
        let image = grid.tokens;
        let embedded = linear(1, TIME_FEATURES, width) + linear(1, width, width);
        // The text stands at time 0: the same layers run twice.
        let at_zero = Work { weights: 0, ..embedded };
        let jumped = if self.flow_map { embedded } else { Work::ZERO };
        let modulate = |rows| linear(rows, width, 3 * width) * 2;
        embedded
            + at_zero
            + jumped
            + modulate(image)
            + modulate(text)
            + linear(image, grid.patch_numbers, width)
            + linear(text, text_width, width)
            + (self.block(image) + self.block(text)) * self.mode_blocks
            + self.block(image + text) * self.single_blocks
            + linear(image, width, 2 * width)
            + linear(image, width, grid.patch_numbers)
            + vectors(self.unread(grid.patch_numbers))
            + elementwise(self.elementwise(grid, text))
    }

    fn held_per_token(&self) -> u64 {
        self.width + 3 * self.inner()
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.mode_blocks + self.single_blocks, self.width, self.head_width)
    }
}

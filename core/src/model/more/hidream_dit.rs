//! The denoiser of HiDream-I1: an MMDiT whose gated MLPs over the image are a mixture of experts, and which reads states of each layer of a
//! language model anew in each block.

use crate::flops::atom::{attention, elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, embedding_mlp, mlp, modulation, self_attention};
use crate::flops::elementwise::{COPY, GATED, JOIN, RmsNorm, gate_and_add, layer_norm, scale_and_shift};
use crate::flops::{RunBytes, Work};
use crate::model::Grid;
use crate::model::class_dit::DenoiserClass;

/// Width of the states that T5 and the language model hand over.
const TEXT_WIDTH: u64 = 4096;

/// Features of the pooled text that both CLIP encoders hand over.
const POOLED_WIDTH: u64 = 768 + 1280;

/// Tokens that a latent which is not square is filled up to: those of 1024 × 1024 px.
const TABLE: u64 = 64 * 64;

/// Rotary embedding of queries or keys by matrices of 2 × 2: a cast, two products of each pair with half of them, a sum, a cast back.
const ROTARY: RunBytes = RunBytes::cast(2).plus(RunBytes::wide(6));

/// A mixture of gated MLPs with one that every token passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Experts {
    /// Experts.
    pub all: u64,
    /// Experts that a token passes.
    pub chosen: u64,
    /// Inner width of an expert.
    pub inner: u64,
    /// Inner width of the MLP that every token passes.
    pub shared_inner: u64,
}

impl Experts {
    /// Returns the work over `rows` tokens. All experts are there, each over its share of the tokens.
    fn work(&self, rows: u64, width: u64) -> Work {
        let chosen = mlp(rows * self.chosen, width, self.inner, true);
        let each = chosen.weights * self.all;
        linear(rows, width, self.all)
            + Work { weights: each, layers: chosen.layers * self.all, ..chosen }
            + mlp(rows, width, self.shared_inner, true)
    }

    /// Returns the bytes that element-wise kernels read and write.
    fn elementwise(&self, rows: u64, width: u64) -> RunBytes {
        let routed = rows * self.chosen;
        // Tokens are picked, weighted and added to the sum by their places, numbers of 64 bits, one for each number of a row. Each expert's
        // sum reads and writes all rows.
        let picked = COPY * (routed * width)
            + GATED * (routed * self.inner)
            + COPY * (routed * width)
            + RunBytes::wide(2 + 2) * (routed * width)
            + RunBytes::own(1) * (routed * width);
        let sums = COPY * (self.all * rows * width);
        RunBytes::own(rows * width)
            + picked
            + sums
            + GATED * (rows * self.shared_inner)
            + JOIN * (rows * width)
    }
}

/// The architecture of `HiDreamImageTransformer2DModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiDreamDit {
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks in which image and text keep weights of their own.
    pub joint_blocks: u64,
    /// Blocks in which they share them.
    pub single_blocks: u64,
    /// Inner width of the gated MLPs over the text.
    pub text_inner: u64,
    /// The MLPs over the image, and over both in single blocks.
    pub experts: Experts,
}

impl HiDreamDit {
    /// States of the language model that a pass projects, one a block, and those of T5.
    const fn projected(&self) -> u64 {
        self.joint_blocks + self.single_blocks + 1
    }

    /// Biases and norms.
    const fn vectors(&self, patch_numbers: u64) -> u64 {
        let Self { width, joint_blocks, single_blocks, .. } = *self;
        // Four projections and two norms of a stream, vectors that shift, scale and gate.
        let joint = (2 * (4 + 2) + 12) * width;
        let single = (4 + 2 + 6) * width;
        // The latent; time step and pooled text; the last shift and scale.
        (1 + 2 * 2 + 2) * width + joint * joint_blocks + single * single_blocks + patch_numbers
    }

    /// Tokens of the latent as the network reads them, and true if some of them are none.
    const fn filled(grid: &Grid) -> (u64, bool) {
        let is_square = grid.rows == grid.columns;
        (if is_square || grid.tokens > TABLE { grid.tokens } else { TABLE }, !is_square)
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, grid: &Grid, text: u64) -> RunBytes {
        let Self { width, head_width, text_inner, experts, .. } = *self;
        let (image, masked) = Self::filled(grid);
        let mask = |rows| if masked { COPY * (rows * width) } else { RunBytes::ZERO };
        let around =
            |rows| (layer_norm(rows, width) + scale_and_shift(rows, width) + gate_and_add(rows, width)) * 2;
        let query_norms = |rows| RmsNorm::Torch.over(rows, width) * 2;
        let rotary = |rows| (ROTARY * (rows * width) + RunBytes::wide(2) * (rows * head_width)) * 2;

        let context = 3 * text;
        let all = image + context;
        let joint = around(image)
            + around(context)
            + query_norms(image)
            + query_norms(context)
            + mask(image)
            + experts.elementwise(image, width)
            + GATED * (context * text_inner)
            // Queries, keys and values of both streams are joined; the language model's states are put behind the text.
            + COPY * (3 * all * width + context * width)
            + rotary(all);
        let single = around(all)
            + query_norms(all)
            + mask(all)
            + experts.elementwise(all, width)
            + COPY * (all * width)
            + rotary(all);
        // Matrices of 2 × 2 from angles of 64 bits: cosines, sines, a sign, stacked; joined and cast.
        let angles = RunBytes::wide(2 * (3 * 2 + 1 + 2 + 4) + 4 * 2 + 2) * (all * head_width / 2);
        let latent = COPY * (2 * image * grid.patch_numbers);
        latent
            + angles
            + COPY * ((2 * text + image + 2 * text) * width)
            + joint * self.joint_blocks
            + single * self.single_blocks
            + layer_norm(image, width)
            + scale_and_shift(image, width)
    }
}

impl DenoiserClass for HiDreamDit {
    fn pass(&self, grid: &Grid, _: u64, text: u64) -> Work {
        let Self { width, head_width, joint_blocks, single_blocks, text_inner, experts } = *self;
        let (image, _) = Self::filled(grid);
        // T5's states and the language model's last ones, and those of the block's own layer.
        let context = 3 * text;
        let all = image + context;
        let joint = linear(image, width, width) * 4
            + linear(context, width, width) * 4
            + attention(all, all, width, head_width)
            + experts.work(image, width)
            + mlp(context, width, text_inner, true)
            + modulation(width, 12, 1);
        let single =
            self_attention(all, width, head_width) + experts.work(all, width) + modulation(width, 6, 1);
        linear(image, grid.patch_numbers, width)
            + embedding_mlp(TIME_FEATURES, width)
            + embedding_mlp(POOLED_WIDTH, width)
            + linear(text, TEXT_WIDTH, width) * self.projected()
            + joint * joint_blocks
            + single * single_blocks
            + modulation(width, 2, 1)
            + linear(image, width, grid.patch_numbers)
            + vectors(self.vectors(grid.patch_numbers))
            + elementwise(self.elementwise(grid, text))
    }

    fn held_per_token(&self) -> u64 {
        self.width + 3 * self.experts.chosen * self.experts.inner
    }

    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64) {
        (self.joint_blocks + self.single_blocks, self.width, self.head_width)
    }
}

//! Denoisers of the single-stream family (Next-DiT): image and text are refined apart, then are one sequence of tokens in
//! blocks like those of a language model.

use super::size::Pixels;
use crate::flops::atom::{elementwise, linear, vectors};
use crate::flops::block::{TIME_FEATURES, Transformer};
use crate::flops::elementwise::{COPY, GATED, JOIN, RmsNorm, Rotary, WIDE_SILU, layer_norm};
use crate::flops::{RunBytes, Work};

/// The class of diffusers that runs the denoiser: element-wise kernels are those of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextDitClass {
    /// `ZImageTransformer2DModel`.
    ZImage,
    /// `Lumina2Transformer2DModel`.
    Lumina2,
}

/// The architecture of a single-stream diffusion transformer with refiners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDit {
    /// The class that runs it.
    pub class: NextDitClass,
    /// The block, the same everywhere.
    pub block: Transformer,
    /// Blocks over image and text together.
    pub blocks: u64,
    /// Blocks over the image alone before them, and as many over the text alone, which the time step does not modulate.
    pub refiners: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Latent positions along one side of a patch.
    pub patch: u64,
    /// Image and text tokens are each padded to a multiple of this many, and the padding takes part in everything.
    pub padded_to: u64,
    /// Width of the text states that the text encoder hands over.
    pub text_width: u64,
    /// Inner and output width of the MLP that embeds the time step.
    pub time_widths: [u64; 2],
}

impl NextDit {
    /// Image tokens at `size` without padding, where one latent position covers `latent_scale` pixels.
    pub const fn image_tokens(&self, size: Pixels, latent_scale: u64) -> u64 {
        size.squares(latent_scale * self.patch)
    }

    /// Returns the work of a pass over one image and its prompt, all of whose tokens are real.
    pub fn pass(&self, size: Pixels, latent_scale: u64, text_tokens: u64) -> Work {
        let image = self.image_tokens(size, latent_scale).next_multiple_of(self.padded_to);
        let text = text_tokens.next_multiple_of(self.padded_to);
        let width = self.block.width;
        let patch_width = self.patch * self.patch * self.latent_channels;
        let [time_inner, time_width] = self.time_widths;

        let embed = linear(image, patch_width, width)
            + linear(text, self.text_width, width)
            + linear(1, TIME_FEATURES, time_inner)
            + linear(1, time_inner, time_width);
        // Scales and gates of attention and MLP; the last layer has a scale only.
        let modulate = linear(1, time_width, 4 * width);
        let refine = self.block.work(image) + modulate + self.block.work(text);
        let together = self.block.work(image + text) + modulate;
        let unembed = linear(1, time_width, width) + linear(image + text, width, patch_width);
        embed
            + refine * self.refiners
            + together * self.blocks
            + unembed
            + vectors(self.vectors(patch_width))
            + elementwise(self.elementwise(image, text))
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, image: u64, text: u64) -> RunBytes {
        let Transformer { width, query_width, key_width, head_width, inner, .. } = self.block;
        let tokens = image + text;
        let (rotary, activation) = match self.class {
            NextDitClass::ZImage => (Rotary::Complex, GATED),
            NextDitClass::Lumina2 => (Rotary::Double, WIDE_SILU + JOIN),
        };
        let block = |rows| {
            let heads = |width| {
                RmsNorm::Diffusers.over_heads(rows, width, head_width) + rotary.over(rows, width, head_width)
            };
            // Keys and values are repeated for each query head, even for one.
            let repeated = match self.class {
                NextDitClass::ZImage => RunBytes::ZERO,
                NextDitClass::Lumina2 => RunBytes::own(2 * rows * (key_width + query_width)),
            };
            RmsNorm::Diffusers.over(rows, width) * 4
                + heads(query_width)
                + heads(key_width)
                + repeated
                + activation * (rows * inner)
                + JOIN * (2 * rows * width)
        };
        // Two scales and two gates.
        let modulated = |rows| block(rows) + COPY * (4 * rows * width);
        // Each sequence is padded to its length and cut out again: copies of all tokens.
        let (apart, together, states) = match self.class {
            NextDitClass::ZImage => (7, 5, 4),
            NextDitClass::Lumina2 => (0, 3, 0),
        };
        (modulated(image) + block(text)) * self.refiners
            + modulated(tokens) * self.blocks
            + RmsNorm::Diffusers.over(text, self.text_width)
            + RunBytes::own(states * text * self.text_width + (apart + together) * tokens * width)
            // The last layer has a scale and no shift.
            + layer_norm(tokens, width)
            + COPY * (tokens * width)
    }

    /// Biases of what embeds, modulates and unembeds; norms; a learned token of either kind where tokens are padded.
    const fn vectors(&self, patch_width: u64) -> u64 {
        let (width, [time_inner, time_width]) = (self.block.width, self.time_widths);
        // Four norms, and one of queries and one of keys.
        let norms = 4 * width + 2 * self.block.head_width;
        let padding = if self.padded_to > 1 { 2 * width } else { 0 };
        let embed = width + self.text_width + width + time_inner + time_width + padding;
        let refine = 2 * norms + 4 * width;
        let together = norms + 4 * width;
        embed + refine * self.refiners + together * self.blocks + width + patch_width
    }
}

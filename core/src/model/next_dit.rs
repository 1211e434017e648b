//! Denoisers of the single-stream family (Next-DiT): image and text are refined apart, then are one sequence of tokens in
//! blocks like those of a language model.

use super::Pixels;
use crate::flops::Work;
use crate::flops::atom::{linear, vectors};
use crate::flops::block::{TIME_FEATURES, Transformer};

/// The architecture of a single-stream diffusion transformer with refiners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDit {
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
    /// Inner and output width of the perceptron that embeds the time step.
    pub time_widths: [u64; 2],
}

impl NextDit {
    /// Image tokens at `size` without padding, where one latent position covers `latent_scale` pixels.
    pub const fn image_tokens(&self, size: Pixels, latent_scale: u64) -> u64 {
        size.squares(latent_scale * self.patch)
    }

    /// One pass over one image and its prompt, all of whose tokens are real.
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
        // Scales and gates of attention and perceptron; the last layer has a scale only.
        let modulate = linear(1, time_width, 4 * width);
        let refine = self.block.work(image) + modulate + self.block.work(text);
        let together = self.block.work(image + text) + modulate;
        let unembed = linear(1, time_width, width) + linear(image + text, width, patch_width);
        embed + refine * self.refiners + together * self.blocks + unembed + vectors(self.vectors(patch_width))
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

//! Denoisers of the MMDiT family: joint (dual-stream) blocks, then single-stream blocks.

use super::Pixels;
use crate::flops::Flops;
use crate::flops::atom::{conv, linear};
use crate::flops::block::{TextStream, embedding_mlp, joint, modulation, single};

/// How patches of the latent become tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchEmbedding {
    /// The latent is packed first and embedded by a linear layer (Flux, Qwen-Image).
    Linear,
    /// A convolution whose stride is the patch (Stable Diffusion 3).
    Conv,
}

/// The architecture of a multimodal diffusion transformer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MmDit {
    /// Width of the residual streams.
    pub width: u64,
    /// Blocks in which image and text keep weights of their own.
    pub joint_blocks: u64,
    /// Blocks in which they share them.
    pub single_blocks: u64,
    /// Inner width of the perceptrons over `width`.
    pub mlp_ratio: u64,
    /// What the text stream does in the last joint block.
    pub last_joint_text: TextStream,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Latent positions along one side of a patch.
    pub patch: u64,
    /// How patches become tokens.
    pub patch_embedding: PatchEmbedding,
    /// Width of the text states that the text encoder hands over.
    pub text_width: u64,
    /// Input widths of the perceptrons whose sum conditions every block: sinusoidal time step, embedded guidance,
    /// pooled text.
    pub conditioning_inputs: &'static [u64],
}

impl MmDit {
    /// Image tokens at `size`, where one latent position covers `latent_scale` pixels.
    pub const fn image_tokens(&self, size: Pixels, latent_scale: u64) -> u64 {
        let side = latent_scale * self.patch;
        (size.width as u64 / side) * (size.height as u64 / side)
    }

    /// One pass over one image and its prompt.
    pub fn pass(&self, size: Pixels, latent_scale: u64, text_tokens: u64) -> Flops {
        let image_tokens = self.image_tokens(size, latent_scale);
        let patch_area = self.patch * self.patch;
        let patch_width = patch_area * self.latent_channels;
        let inner = self.mlp_ratio * self.width;

        let embed_image = match self.patch_embedding {
            PatchEmbedding::Linear => linear(image_tokens, patch_width, self.width),
            PatchEmbedding::Conv => conv(image_tokens, patch_area, self.latent_channels, self.width),
        };
        let embed_text = linear(text_tokens, self.text_width, self.width);
        let conditioning: Flops =
            self.conditioning_inputs.iter().map(|&inputs| embedding_mlp(inputs, self.width)).sum();

        let joint_block = |text| joint(image_tokens, text_tokens, self.width, inner, text);
        let joint_blocks = match self.joint_blocks.checked_sub(1) {
            None => Flops::ZERO,
            Some(before_last) => {
                joint_block(TextStream::Continues) * before_last + joint_block(self.last_joint_text)
            }
        };
        let single_blocks = single(image_tokens + text_tokens, self.width, inner) * self.single_blocks;
        let unembed = modulation(self.width, 2) + linear(image_tokens, self.width, patch_width);

        embed_image + embed_text + conditioning + joint_blocks + single_blocks + unembed
    }
}

//! Decoders, with the parameter names of diffusers.

mod causal_video;
mod kl;
mod observe;

use candle_core::{Result, Tensor};
use wattpix_core::model::decoder::Decoder as Architecture;

use crate::engine::weights::Weights;
pub use observe::{Observe, unobserved};

/// A decoder with its weights.
#[derive(Debug)]
pub enum Decoder {
    /// `AutoencoderKL`.
    Kl(kl::Kl),
    /// `AutoencoderKLQwenImage`.
    CausalVideo(causal_video::CausalVideo),
}

impl Decoder {
    /// Reads the decoder from the root of a checkpoint; `groups` is the number of groups of its group norms.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, architecture: &Architecture, groups: usize) -> Result<Self> {
        match *architecture {
            Architecture::Kl { channels, blocks_per_level, latent_channels, post_quant } => {
                let quant = post_quant.then_some(latent_channels as usize);
                kl::Kl::load(weights, channels, blocks_per_level, latent_channels as usize, quant, groups)
                    .map(Self::Kl)
            }
            Architecture::CausalVideo { channels, blocks_per_level, latent_channels } => {
                causal_video::CausalVideo::load(weights, channels, blocks_per_level, latent_channels as usize)
                    .map(Self::CausalVideo)
            }
            Architecture::DeepCompression { .. } | Architecture::Class(_) => {
                candle_core::bail!("the engine has no decoder of this kind")
            }
        }
    }

    /// Decodes a latent (batch, channels, height, width), already in the decoder's scale, to colours around -1 to 1.
    ///
    /// # Errors
    /// A latent with other channels, or no memory.
    pub fn forward(&self, latent: &Tensor, observe: &mut Observe) -> Result<Tensor> {
        match self {
            Self::Kl(decoder) => decoder.forward(latent, observe),
            Self::CausalVideo(decoder) => decoder.forward(latent, observe),
        }
    }
}

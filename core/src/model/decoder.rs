//! Decoders: from the latent to pixels.

use super::Pixels;
use crate::flops::Work;
use crate::flops::atom::{attention, conv, linear};
use crate::flops::block::{conv3x3, efficient_vit, resnet};

/// Colour channels of an image.
const RGB: u64 = 3;

/// The decoder half of a variational autoencoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoder {
    /// `AutoencoderKL`: two-dimensional convolutions, one attention at the latent's resolution.
    Kl {
        /// Channels from the finest resolution to the coarsest.
        channels: &'static [u64],
        /// Residual blocks a level, the extra one of the decoder included.
        blocks_per_level: u64,
        /// Channels of the latent.
        latent_channels: u64,
        /// Whether a 1 × 1 convolution comes before the decoder.
        post_quant: bool,
    },
    /// `AutoencoderKLQwenImage`: a causal video decoder used on one frame. Its 3 × 3 × 3 convolutions multiply the
    /// padding of the two frames before as well, and its temporal upsampling is skipped for the first frame.
    CausalVideo {
        /// Channels from the finest resolution to the coarsest.
        channels: &'static [u64],
        /// Residual blocks a level, the extra one of the decoder included.
        blocks_per_level: u64,
        /// Channels of the latent.
        latent_channels: u64,
    },
    /// `AutoencoderDC`: residual blocks at the finer resolutions, EfficientViT blocks at the coarser ones.
    DeepCompression {
        /// Channels from the finest resolution to the coarsest.
        channels: &'static [u64],
        /// Blocks a level.
        blocks_per_level: u64,
        /// The finest level, from 0, whose blocks attend.
        first_attention: usize,
        /// Width of an attention head.
        head_width: u64,
        /// Channels of the latent.
        latent_channels: u64,
    },
}

/// The decoder that Stable Diffusion and Flux models share, by channels of the latent.
const fn stable_diffusion(latent_channels: u64, post_quant: bool) -> Decoder {
    Decoder::Kl { channels: &[128, 256, 512, 512], blocks_per_level: 3, latent_channels, post_quant }
}

/// Four latent channels: Stable Diffusion 1, 2 and XL and what was trained in their latents.
pub const KL_4: Decoder = stable_diffusion(4, true);
/// Weights of [`KL_4`].
pub const KL_4_PARAMETERS: u64 = 49_490_199;

/// Sixteen: Stable Diffusion 3, FLUX.1 and what was trained in its latents.
pub const KL_16: Decoder = stable_diffusion(16, false);
/// Weights of [`KL_16`].
pub const KL_16_PARAMETERS: u64 = 49_545_475;

/// Thirty-two, packed in patches of 2 × 2 for the denoiser: FLUX.2.
pub const KL_32: Decoder = stable_diffusion(32, true);
/// Weights of [`KL_32`].
pub const KL_32_PARAMETERS: u64 = 49_620_259;

/// Kernel positions of a 3 × 3 × 3 convolution.
const TAPS_3X3X3: u64 = 27;

/// Kernel positions of a 3 × 3 convolution.
const TAPS_3X3: u64 = 9;

impl Decoder {
    /// Channels of the latent.
    pub const fn latent_channels(&self) -> u64 {
        match self {
            Self::Kl { latent_channels, .. }
            | Self::CausalVideo { latent_channels, .. }
            | Self::DeepCompression { latent_channels, .. } => *latent_channels,
        }
    }

    /// The same for a latent of other channels.
    #[must_use]
    pub const fn with_latent_channels(mut self, channels: u64) -> Self {
        match &mut self {
            Self::Kl { latent_channels, .. }
            | Self::CausalVideo { latent_channels, .. }
            | Self::DeepCompression { latent_channels, .. } => *latent_channels = channels,
        }
        self
    }

    /// Weights whose number depends on the channels of the latent: the first convolution without its bias, and the one before it.
    pub fn latent_weights(&self) -> u64 {
        let n = self.latent_channels();
        let (channels, taps, post_quant) = match self {
            Self::Kl { channels, post_quant, .. } => (channels, TAPS_3X3, *post_quant),
            Self::CausalVideo { channels, .. } => (channels, TAPS_3X3X3, true),
            Self::DeepCompression { channels, .. } => (channels, TAPS_3X3, false),
        };
        let first = taps * n * channels.last().copied().unwrap_or(0);
        first + if post_quant { n * n + n } else { 0 }
    }

    /// Decoding one image of `size`, where one latent position covers `latent_scale` pixels.
    pub fn work(&self, size: Pixels, latent_scale: u64) -> Work {
        let positions = size.squares(latent_scale);
        match *self {
            Self::Kl { channels, blocks_per_level, latent_channels, post_quant } => {
                kl(channels, blocks_per_level, latent_channels, post_quant, positions)
            }
            Self::CausalVideo { channels, blocks_per_level, latent_channels } => {
                causal_video(channels, blocks_per_level, latent_channels, positions)
            }
            Self::DeepCompression {
                channels,
                blocks_per_level,
                first_attention,
                head_width,
                latent_channels,
            } => {
                let block = |level, positions, width| {
                    if level < first_attention {
                        conv3x3(positions, width, width) * 2
                    } else {
                        efficient_vit(positions, width, head_width)
                    }
                };
                deep_compression(channels, blocks_per_level, latent_channels, positions, block)
            }
        }
    }
}

fn kl(
    channels: &[u64],
    blocks_per_level: u64,
    latent_channels: u64,
    post_quant: bool,
    mut positions: u64,
) -> Work {
    let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
        return Work::ZERO;
    };
    let mut work = conv3x3(positions, latent_channels, coarsest);
    if post_quant {
        work += conv(positions, 1, latent_channels, latent_channels);
    }
    // The middle: a residual block, one attention head over all positions, a residual block.
    work += resnet(positions, coarsest, coarsest, None) * 2
        + linear(positions, coarsest, coarsest) * 4
        + attention(positions, positions, coarsest, coarsest);

    let mut inputs = coarsest;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        for _ in 0..blocks_per_level {
            work += resnet(positions, inputs, outputs, None);
            inputs = outputs;
        }
        if level > 0 {
            positions *= UPSAMPLED;
            work += conv3x3(positions, outputs, outputs);
        }
    }
    work + conv3x3(positions, finest, RGB)
}

/// Positions after doubling both sides, for each before.
const UPSAMPLED: u64 = 4;

fn causal_video(channels: &[u64], blocks_per_level: u64, latent_channels: u64, mut positions: u64) -> Work {
    let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
        return Work::ZERO;
    };
    let conv3d = |positions, inputs, outputs| conv(positions, TAPS_3X3X3, inputs, outputs);
    let residual = |positions, inputs, outputs| {
        let shortcut = if inputs == outputs { Work::ZERO } else { conv(positions, 1, inputs, outputs) };
        conv3d(positions, inputs, outputs) + conv3d(positions, outputs, outputs) + shortcut
    };

    let mut work =
        conv(positions, 1, latent_channels, latent_channels) + conv3d(positions, latent_channels, coarsest);
    // The middle: its attention projects with 1 × 1 convolutions.
    work += residual(positions, coarsest, coarsest) * 2
        + conv(positions, 1, coarsest, 3 * coarsest)
        + conv(positions, 1, coarsest, coarsest)
        + attention(positions, positions, coarsest, coarsest);

    let mut inputs = coarsest;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        for _ in 0..blocks_per_level {
            work += residual(positions, inputs, outputs);
            inputs = outputs;
        }
        if level > 0 {
            // Upsampling halves the channels.
            positions *= UPSAMPLED;
            work += conv3x3(positions, outputs, outputs / 2);
            inputs = outputs / 2;
        }
    }
    work + conv3d(positions, finest, RGB)
}

fn deep_compression(
    channels: &[u64],
    blocks_per_level: u64,
    latent_channels: u64,
    mut positions: u64,
    block: impl Fn(usize, u64, u64) -> Work,
) -> Work {
    let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
        return Work::ZERO;
    };
    let mut work = conv3x3(positions, latent_channels, coarsest);
    let mut inputs = None;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        if let Some(inputs) = inputs {
            positions *= UPSAMPLED;
            work += conv3x3(positions, inputs, outputs);
        }
        work += block(level, positions, outputs) * blocks_per_level;
        inputs = Some(outputs);
    }
    work + conv3x3(positions, finest, RGB)
}

//! Decoders: from the latent to pixels.

use super::class_dit::DecoderClass;
use super::clip::Clip;
use crate::flops::atom::{attention, conv, conv_elementwise, elementwise, linear};
use crate::flops::block::{conv3x3, efficient_vit, resnet};
use crate::flops::elementwise::{self as kernels, COPY, GATED, JOIN, RmsNorm};
use crate::flops::{RunBytes, Work};

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
        /// True if a 1 × 1 convolution comes before the decoder.
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
    /// A decoder of a class that few models share, of images or clips.
    Class(&'static dyn DecoderClass),
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
    pub fn latent_channels(&self) -> u64 {
        match self {
            Self::Kl { latent_channels, .. }
            | Self::CausalVideo { latent_channels, .. }
            | Self::DeepCompression { latent_channels, .. } => *latent_channels,
            Self::Class(class) => class.latent_channels(),
        }
    }

    /// Returns the decoder for a latent with other channels.
    #[must_use]
    pub const fn with_latent_channels(mut self, channels: u64) -> Self {
        match &mut self {
            Self::Kl { latent_channels, .. }
            | Self::CausalVideo { latent_channels, .. }
            | Self::DeepCompression { latent_channels, .. } => *latent_channels = channels,
            // Nobody describes one with another latent.
            Self::Class(_) => {}
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
            Self::Class(_) => return 0,
        };
        let first = taps * n * channels.last().copied().unwrap_or(0);
        first + if post_quant { n * n + n } else { 0 }
    }

    /// Decoding one image or clip, where one latent position covers `latent_scale` pixels.
    pub fn work(&self, clip: Clip, latent_scale: u64) -> Work {
        let size = clip.size;
        let positions = size.squares(latent_scale);
        match *self {
            Self::Kl { channels, blocks_per_level, latent_channels, post_quant } => {
                kl(channels, blocks_per_level, latent_channels, post_quant, positions)
            }
            Self::CausalVideo { channels, blocks_per_level, latent_channels } => {
                let (height, width) =
                    (u64::from(size.height) / latent_scale, u64::from(size.width) / latent_scale);
                causal_video(channels, blocks_per_level, latent_channels, height, width)
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
                        // Activated between the convolutions, a norm, the sum with what came in.
                        let bytes = (COPY + JOIN) * (positions * width) + biased_norm(positions, width);
                        conv3x3(positions, width, width) * 2 + conv_elementwise(bytes)
                    } else {
                        efficient_vit(positions, width, head_width)
                            + elementwise(efficient_vit_elementwise(positions, width, head_width))
                            + conv_elementwise(
                                (COPY * 2 + GATED) * (4 * positions * width)
                                    + biased_norm(positions, width)
                                    + JOIN * (positions * width),
                            )
                    }
                };
                deep_compression(channels, blocks_per_level, latent_channels, positions, block)
            }
            Self::Class(class) => {
                let (rows, columns) =
                    (u64::from(size.height) / latent_scale, u64::from(size.width) / latent_scale);
                class.work(clip.frames, rows, columns)
            }
        }
    }
}

/// The RMS norm of a deeply compressed latent, which has a bias.
fn biased_norm(rows: u64, width: u64) -> RunBytes {
    RmsNorm::Diffusers.over(rows, width) + COPY * (rows * width) + RunBytes::own(width)
}

/// Returns the bytes that element-wise kernels of attention in an EfficientViT block read and write.
fn efficient_vit_elementwise(positions: u64, width: u64, head_width: u64) -> RunBytes {
    let scales = 2;
    // Queries, keys and values are joined, with those of the convolution, and cast.
    let joined = COPY * (3 * positions * width) + COPY * (3 * scales * positions * width);
    let numbers = scales * positions * width;
    let attend = if positions > head_width {
        // Joined numbers are cast before they are divided into queries, keys and values, which makes three casts of one width.
        kernels::linear_attention_kernels(numbers, head_width, false)
    } else {
        // Queries and keys are activated; scores are cast, summed, divided and cast back.
        let scores = positions * numbers / head_width;
        COPY * (2 * numbers) + (RunBytes::cast(2) + RunBytes::wide(3)) * scores
    };
    joined + attend + biased_norm(positions, width) + JOIN * (positions * width)
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
    work += kl_middle(positions, coarsest);

    let mut inputs = coarsest;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        for _ in 0..blocks_per_level {
            work += kl_residual(positions, inputs, outputs);
            inputs = outputs;
        }
        if level > 0 {
            let resized = RunBytes::own((1 + UPSAMPLED) * positions * outputs);
            positions *= UPSAMPLED;
            work += conv3x3(positions, outputs, outputs) + conv_elementwise(resized);
        }
    }
    work + conv3x3(positions, finest, RGB) + conv_elementwise(kernels::norm_and_activate(positions, finest))
}

/// A residual block of a `Kl` decoder or encoder, with its kernels.
pub(super) fn kl_residual(positions: u64, inputs: u64, outputs: u64) -> Work {
    resnet(positions, inputs, outputs, None)
        + conv_elementwise(kernels::resnet(positions, inputs, outputs, None))
}

/// The middle of a `Kl` decoder or encoder: a residual block, one attention head over all positions, a residual block.
pub(super) fn kl_middle(positions: u64, width: u64) -> Work {
    // Element-wise: a norm, biases of queries, keys and values, the sum with what came in, a division.
    let kernels = kernels::group_norm(positions, width)
        + (COPY * 3 + JOIN + COPY) * (positions * width)
        + RunBytes::own(3 * width);
    kl_residual(positions, width, width) * 2
        + linear(positions, width, width) * 4
        + attention(positions, positions, width, width)
        + elementwise(kernels)
}

/// Positions after doubling both sides, for each before.
const UPSAMPLED: u64 = 4;

/// The norm of a causal video decoder over channels: a cast, the length of each position, its division, a cast back, scale, weights and an
/// empty bias; then it is activated.
pub(super) fn activated_video_norm(positions: u64, channels: u64) -> RunBytes {
    let number = RunBytes::cast(2) + RunBytes::wide(1 + 2) + COPY * (3 + 1);
    number * (positions * channels) + RunBytes::wide(4) * positions + RunBytes::own(channels)
}

/// Padding of a 3 × 3 × 3 convolution over one frame: three frames with a frame around them are filled, and the one is copied into them.
const fn video_padding(height: u64, width: u64, channels: u64) -> RunBytes {
    RunBytes::own(channels * (2 * height * width + 3 * (height + 2) * (width + 2)))
}

/// A 3 × 3 × 3 convolution over one frame and the padding of two before it.
pub(super) const fn conv3d(positions: u64, inputs: u64, outputs: u64) -> Work {
    conv(positions, TAPS_3X3X3, inputs, outputs)
}

/// Bytes around a 3 × 3 × 3 convolution: what it reads is copied for the next frame, and padded.
pub(super) fn video_convolved(height: u64, width: u64, channels: u64) -> RunBytes {
    COPY * (height * width * channels) + video_padding(height, width, channels)
}

/// A residual block of a causal video decoder or encoder over one frame, with its kernels.
pub(super) fn video_residual(height: u64, width: u64, inputs: u64, outputs: u64) -> Work {
    let positions = height * width;
    let half =
        |channels| activated_video_norm(positions, channels) + video_convolved(height, width, channels);
    let mut bytes = half(inputs) + half(outputs) + JOIN * (positions * outputs);
    let mut work = conv3d(positions, inputs, outputs) + conv3d(positions, outputs, outputs);
    if inputs != outputs {
        work += conv(positions, 1, inputs, outputs);
        bytes += JOIN * (positions * inputs);
    }
    work + conv_elementwise(bytes)
}

/// The middle of a causal video decoder or encoder, whose attention projects with 1 × 1 convolutions.
pub(super) fn video_middle(height: u64, width: u64, channels: u64) -> Work {
    let positions = height * width;
    // A norm that is not activated, queries, keys and values copied to another layout, the sum with what came in.
    let kernels = activated_video_norm(positions, channels) + (COPY * 2 + JOIN) * (positions * channels);
    video_residual(height, width, channels, channels) * 2
        + conv(positions, 1, channels, 3 * channels)
        + conv(positions, 1, channels, channels)
        + attention(positions, positions, channels, channels)
        + elementwise(kernels)
}

fn causal_video(
    channels: &[u64],
    blocks_per_level: u64,
    latent_channels: u64,
    mut height: u64,
    mut width: u64,
) -> Work {
    let mut positions = height * width;
    let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
        return Work::ZERO;
    };

    let mut work =
        conv(positions, 1, latent_channels, latent_channels) + conv3d(positions, latent_channels, coarsest);
    work += video_middle(height, width, coarsest);

    let mut inputs = coarsest;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        for _ in 0..blocks_per_level {
            work += video_residual(height, width, inputs, outputs);
            inputs = outputs;
        }
        if level > 0 {
            // Upsampling casts to 32 bits and back, and halves the channels.
            let resized = (RunBytes::cast(1) + RunBytes::wide(1)) * ((1 + UPSAMPLED) * positions * outputs);
            (height, width) = (2 * height, 2 * width);
            positions *= UPSAMPLED;
            work += conv3x3(positions, outputs, outputs / 2) + conv_elementwise(resized);
            inputs = outputs / 2;
        }
    }
    let last = activated_video_norm(positions, finest)
        + video_convolved(height, width, finest)
        + COPY * (positions * RGB);
    work + conv3d(positions, finest, RGB) + conv_elementwise(last)
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
    // The latent is repeated to the width of what its convolution makes, and added.
    let entry = RunBytes::own(positions * (latent_channels + coarsest)) + JOIN * (positions * coarsest);
    let mut work = conv3x3(positions, latent_channels, coarsest) + conv_elementwise(entry);
    let mut inputs: Option<u64> = None;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        if let Some(inputs) = inputs {
            let resized = RunBytes::own((1 + UPSAMPLED) * positions * inputs);
            // The shortcut: channels are repeated, moved into positions, and added.
            let repeated = RunBytes::own(positions * (inputs + UPSAMPLED * outputs));
            positions *= UPSAMPLED;
            let added = (COPY + JOIN) * (positions * outputs);
            work += conv3x3(positions, inputs, outputs) + conv_elementwise(resized + repeated + added);
        }
        work += block(level, positions, outputs) * blocks_per_level;
        inputs = Some(outputs);
    }
    let last = biased_norm(positions, finest) + COPY * (positions * finest);
    work + conv3x3(positions, finest, RGB) + conv_elementwise(last)
}

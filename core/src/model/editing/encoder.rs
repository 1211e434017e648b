//! Encoders: from pixels to the latent, the other half of the variational autoencoders in [`super::super::decoder`].

use super::super::Pixels;
use super::super::decoder::{
    Decoder, activated_video_norm, conv3d, kl_middle, kl_residual, video_convolved, video_middle,
    video_residual,
};
use crate::flops::atom::{conv, conv_elementwise};
use crate::flops::block::conv3x3;
use crate::flops::elementwise::{COPY, norm_and_activate};
use crate::flops::{RunBytes, Work};

/// Colour channels of an image.
const RGB: u64 = 3;

/// Values that an encoder makes of each number of the latent: its mean and its variance.
const MOMENTS: u64 = 2;

/// Weights of a `Kl` encoder of 128 to 512 channels but for the layers whose width is that of the latent. Tests hold it to diffusers.
const KL_WEIGHTS: u64 = 34_126_720;

/// Likewise of the encoder of Qwen-Image.
const VIDEO_WEIGHTS: u64 = 53_264_064;

/// Encoding one image; `None` where its encoder is not counted (deeply compressed latents, video).
pub fn encoder_work(decoder: &Decoder, size: Pixels, latent_scale: u64) -> Option<Work> {
    let (height, width) = (u64::from(size.height), u64::from(size.width));
    // Latent positions are whole.
    let (height, width) = (height / latent_scale * latent_scale, width / latent_scale * latent_scale);
    match *decoder {
        Decoder::Kl { channels, blocks_per_level, latent_channels, post_quant } => {
            Some(kl(channels, blocks_per_level - 1, latent_channels, post_quant, height, width))
        }
        Decoder::CausalVideo { channels, blocks_per_level, latent_channels } => {
            Some(causal_video(channels, blocks_per_level - 1, latent_channels, height, width))
        }
        Decoder::DeepCompression { .. } | Decoder::Class(_) => None,
    }
}

/// Weights of the encoder beside a decoder; `None` where it is not counted.
pub fn encoder_parameters(decoder: &Decoder) -> Option<u64> {
    let moments = MOMENTS * decoder.latent_channels();
    // The last convolution and the 1 × 1 one after it, each with biases.
    let after = moments * moments + moments;
    match decoder {
        Decoder::Kl { channels, post_quant, .. } => {
            let last = 9 * channels.last()? * moments + moments;
            Some(KL_WEIGHTS + last + if *post_quant { after } else { 0 })
        }
        Decoder::CausalVideo { channels, .. } => {
            Some(VIDEO_WEIGHTS + 27 * channels.last()? * moments + moments + after)
        }
        Decoder::DeepCompression { .. } | Decoder::Class(_) => None,
    }
}

/// Padding of a map by a row and a column: filled, and the map copied into it.
const fn padded(height: u64, width: u64, channels: u64) -> RunBytes {
    RunBytes::own(channels * (2 * height * width + (height + 1) * (width + 1)))
}

fn kl(
    channels: &[u64],
    blocks_per_level: u64,
    latent_channels: u64,
    quant: bool,
    mut height: u64,
    mut width: u64,
) -> Work {
    let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
        return Work::ZERO;
    };
    let mut work = conv3x3(height * width, RGB, finest);
    let mut inputs = finest;
    for (level, &outputs) in channels.iter().enumerate() {
        for _ in 0..blocks_per_level {
            work += kl_residual(height * width, inputs, outputs);
            inputs = outputs;
        }
        if level + 1 < channels.len() {
            work += conv_elementwise(padded(height, width, outputs));
            (height, width) = (height / 2, width / 2);
            work += conv3x3(height * width, outputs, outputs);
        }
    }
    let (positions, moments) = (height * width, MOMENTS * latent_channels);
    work += kl_middle(positions, coarsest)
        + conv3x3(positions, coarsest, moments)
        + conv_elementwise(norm_and_activate(positions, coarsest));
    if quant { work + conv(positions, 1, moments, moments) } else { work }
}

/// Levels, from 0, after which time is halved too. One frame is only kept there for those after it.
const TEMPORAL: [usize; 2] = [1, 2];

fn causal_video(
    channels: &[u64],
    blocks_per_level: u64,
    latent_channels: u64,
    mut height: u64,
    mut width: u64,
) -> Work {
    let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
        return Work::ZERO;
    };
    let mut work =
        conv3d(height * width, RGB, finest) + conv_elementwise(video_convolved(height, width, RGB));
    let mut inputs = finest;
    for (level, &outputs) in channels.iter().enumerate() {
        for _ in 0..blocks_per_level {
            work += video_residual(height, width, inputs, outputs);
            inputs = outputs;
        }
        if level + 1 < channels.len() {
            work += conv_elementwise(padded(height, width, outputs));
            (height, width) = (height / 2, width / 2);
            work += conv3x3(height * width, outputs, outputs);
            if TEMPORAL.contains(&level) {
                work += conv_elementwise(COPY * (height * width * outputs));
            }
        }
    }
    let (positions, moments) = (height * width, MOMENTS * latent_channels);
    let last = activated_video_norm(positions, coarsest) + video_convolved(height, width, coarsest);
    work + video_middle(height, width, coarsest)
        + conv3d(positions, coarsest, moments)
        + conv(positions, 1, moments, moments)
        + conv_elementwise(last)
}

//! The decoder of HunyuanImage 2.1: convolutions that enlarge by moving channels into positions, beside which the channels are repeated.

use crate::flops::atom::{attention, conv, conv_elementwise, elementwise};
use crate::flops::block::{conv3x3, resnet};
use crate::flops::elementwise::{COPY, JOIN, group_norm, norm_and_activate};
use crate::flops::{RunBytes, Work};
use crate::model::class_dit::DecoderClass;

/// Positions after doubling both sides, for each before.
const UPSAMPLED: u64 = 4;

/// Colour channels.
const RGB: u64 = 3;

/// The architecture of the decoder of `AutoencoderKLHunyuanImage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HunyuanImageDecoder {
    /// Channels from the coarsest resolution to the finest.
    pub channels: &'static [u64],
    /// Residual blocks a level.
    pub blocks_per_level: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
}

/// A residual block without a time step, whose sum is not divided.
fn residual(positions: u64, inputs: u64, outputs: u64) -> Work {
    let bytes = norm_and_activate(positions, inputs)
        + norm_and_activate(positions, outputs)
        + JOIN * (positions * outputs);
    resnet(positions, inputs, outputs, None) + conv_elementwise(bytes)
}

/// One attention head over all positions, whose projections are convolutions.
fn attend(positions: u64, channels: u64) -> Work {
    let numbers = positions * channels;
    // Queries, keys and values are laid out as tokens.
    let bytes = group_norm(positions, channels) + COPY * (3 * numbers) + JOIN * numbers;
    conv(positions, 1, channels, channels) * 4
        + attention(positions, positions, channels, channels)
        + elementwise(bytes)
}

/// Both sides doubled: what a convolution makes is moved into positions, and so are the channels repeated, to which it is added.
fn enlarge(positions: u64, inputs: u64, outputs: u64) -> Work {
    let numbers = UPSAMPLED * positions * outputs;
    let bytes = COPY * (2 * numbers) + RunBytes::own(positions * inputs + numbers) + JOIN * numbers;
    conv3x3(positions, inputs, UPSAMPLED * outputs) + conv_elementwise(bytes)
}

impl DecoderClass for HunyuanImageDecoder {
    fn latent_channels(&self) -> u64 {
        self.latent_channels
    }

    fn work(&self, _: u32, rows: u64, columns: u64) -> Work {
        let (Some(&coarsest), Some(&finest)) = (self.channels.first(), self.channels.last()) else {
            return Work::ZERO;
        };
        let mut positions = rows * columns;
        // The latent is repeated to the width of what its convolution makes, and added.
        let entry =
            RunBytes::own(positions * (self.latent_channels + coarsest)) + JOIN * (positions * coarsest);
        let mut work = conv3x3(positions, self.latent_channels, coarsest)
            + conv_elementwise(entry)
            + residual(positions, coarsest, coarsest) * 2
            + attend(positions, coarsest);
        let mut inputs = coarsest;
        for (at, &outputs) in self.channels.iter().enumerate() {
            for _ in 0..self.blocks_per_level {
                work += residual(positions, inputs, outputs);
                inputs = outputs;
            }
            if let Some(&next) = self.channels.get(at + 1) {
                work += enlarge(positions, inputs, next);
                positions *= UPSAMPLED;
                inputs = next;
            }
        }
        work + conv3x3(positions, finest, RGB) + conv_elementwise(norm_and_activate(positions, finest))
    }
}

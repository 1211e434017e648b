//! The decoder of LTX-Video: convolutions over all frames at once, which double sides and frames by moving channels.

use super::norm::unweighted_norm;
use crate::flops::atom::{conv, conv_elementwise};
use crate::flops::elementwise::{COPY, JOIN, affine_layer_norm};
use crate::flops::{RunBytes, Work};
use crate::model::class_dit::DecoderClass;

/// Kernel positions of a 3 × 3 × 3 convolution.
const TAPS_3X3X3: u64 = 27;

/// Positions that one becomes where sides and frames are doubled.
const DOUBLED: u64 = 8;

/// Colour channels.
const RGB: u64 = 3;

/// Frames that a latent position covers.
const FRAMES: u32 = 8;

/// The architecture of the decoder of `AutoencoderKLLTXVideo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LtxVideoDecoder {
    /// Channels and residual blocks of the levels, the coarsest first. All but the first begin by doubling sides and frames.
    pub levels: &'static [(u64, u64)],
    /// Residual blocks before them.
    pub middle_blocks: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Sides of the squares of pixels that leave as channels of one position.
    pub patch: u64,
}

/// Maps at one resolution.
#[derive(Debug, Clone, Copy)]
struct Maps {
    frames: u64,
    area: u64,
}

impl Maps {
    const fn positions(&self) -> u64 {
        self.frames * self.area
    }

    /// A 3 × 3 × 3 convolution: the first and the last frame are repeated, and joined.
    fn conv3d(&self, inputs: u64, outputs: u64) -> Work {
        let bytes = COPY * (2 * self.area * inputs) + COPY * ((self.frames + 2) * self.area * inputs);
        conv(self.positions(), TAPS_3X3X3, inputs, outputs) + conv_elementwise(bytes)
    }

    fn activated_norm(&self, channels: u64) -> RunBytes {
        unweighted_norm(self.positions(), channels) + COPY * (self.positions() * channels)
    }

    fn residual_block(&self, inputs: u64, outputs: u64) -> Work {
        let positions = self.positions();
        let shortcut = if inputs == outputs {
            Work::ZERO
        } else {
            // A norm, and frames repeated not at all, which reads and joins them all the same.
            let bytes = affine_layer_norm(positions, inputs)
                + RunBytes::own(2 * self.area * inputs)
                + COPY * (positions * inputs);
            conv(positions, 1, inputs, outputs) + conv_elementwise(bytes)
        };
        let norms = self.activated_norm(inputs) + self.activated_norm(outputs);
        shortcut
            + self.conv3d(inputs, outputs)
            + self.conv3d(outputs, outputs)
            + conv_elementwise(norms + JOIN * (positions * outputs))
    }

    /// Channels become positions and frames; the first frame of the double is dropped.
    fn double(&mut self, channels: u64) -> Work {
        let made = DOUBLED * channels;
        let work = self.conv3d(channels, made) + conv_elementwise(COPY * (self.positions() * made));
        *self = Self { frames: 2 * self.frames - 1, area: 4 * self.area };
        work
    }
}

impl DecoderClass for LtxVideoDecoder {
    fn latent_channels(&self) -> u64 {
        self.latent_channels
    }

    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work {
        let (Some(&(coarsest, _)), Some(&(finest, _))) = (self.levels.first(), self.levels.last()) else {
            return Work::ZERO;
        };
        let latent = u64::from(frames.saturating_sub(1) / FRAMES) + 1;
        let mut maps = Maps { frames: latent, area: rows * columns };
        let mut work = maps.conv3d(self.latent_channels, coarsest)
            + maps.residual_block(coarsest, coarsest) * self.middle_blocks;
        let mut inputs = coarsest;
        for (at, &(outputs, blocks)) in self.levels.iter().enumerate() {
            if inputs != outputs {
                work += maps.residual_block(inputs, outputs);
                inputs = outputs;
            }
            if at > 0 {
                work += maps.double(outputs);
            }
            work += maps.residual_block(outputs, outputs) * blocks;
        }
        let out = RGB * self.patch * self.patch;
        let last = maps.activated_norm(finest) + COPY * (maps.positions() * out);
        work + maps.conv3d(finest, out) + conv_elementwise(last)
    }
}

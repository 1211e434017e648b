//! The decoder of Mochi 1: causal convolutions over all frames at once, and linear layers whose outputs become positions and frames.

use super::parts::in_parts;
use crate::flops::atom::{conv, conv_elementwise, linear};
use crate::flops::elementwise::{COPY, JOIN, group_norm};
use crate::flops::{RunBytes, Work};
use crate::model::class_dit::DecoderClass;

/// Kernel positions of a 3 × 3 × 3 convolution.
const TAPS_3X3X3: u64 = 27;

/// Positions that one becomes where sides are doubled.
const DOUBLED: u64 = 4;

/// Colour channels.
const RGB: u64 = 3;

/// Frames that a latent position covers.
const FRAMES: u32 = 6;

/// A level of the decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MochiLevel {
    /// Channels.
    pub channels: u64,
    /// Residual blocks.
    pub blocks: u64,
    /// Frames that one becomes at its end.
    pub frames: u64,
}

/// The architecture of the decoder of `AutoencoderKLMochi`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MochiDecoder {
    /// Levels, the coarsest first; all but the last end by doubling the sides.
    pub levels: &'static [MochiLevel],
    /// Channels of the latent.
    pub latent_channels: u64,
}

/// Maps at one resolution.
#[derive(Debug, Clone, Copy)]
struct Maps {
    frames: u64,
    rows: u64,
    columns: u64,
}

impl Maps {
    const fn positions(&self) -> u64 {
        self.frames * self.rows * self.columns
    }

    /// A norm of a few frames at a time, joined; activated; a 3 × 3 × 3 convolution, whose borders are repeated.
    fn half(&self, channels: u64) -> Work {
        let positions = self.positions();
        let (frames, frame) = (self.frames + 2, (self.rows + 2) * (self.columns + 2));
        let bytes = group_norm(positions, channels)
            + COPY * (2 * positions * channels)
            + RunBytes::own((positions + frames * frame) * channels)
            + in_parts(frames, frame * channels, positions * channels);
        conv(positions, TAPS_3X3X3, channels, channels) + conv_elementwise(bytes)
    }

    fn residual_block(&self, channels: u64) -> Work {
        self.half(channels) * 2 + conv_elementwise(JOIN * (self.positions() * channels))
    }
}

impl DecoderClass for MochiDecoder {
    fn latent_channels(&self) -> u64 {
        self.latent_channels
    }

    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work {
        let latent = u64::from(frames.saturating_sub(1) / FRAMES) + 1;
        let mut maps = Maps { frames: latent, rows, columns };
        let mut work = Work::ZERO;
        for (at, level) in self.levels.iter().enumerate() {
            if at == 0 {
                work += conv(maps.positions(), 1, self.latent_channels, level.channels);
            }
            work += maps.residual_block(level.channels) * level.blocks;
            match self.levels.get(at + 1) {
                Some(finer) => {
                    let made = finer.channels * level.frames * DOUBLED;
                    // A bias is added, and what was made laid out.
                    let bytes = COPY * (2 * maps.positions() * made);
                    work += linear(maps.positions(), level.channels, made) + conv_elementwise(bytes);
                    maps = Maps {
                        frames: level.frames * maps.frames,
                        rows: 2 * maps.rows,
                        columns: 2 * maps.columns,
                    };
                }
                None => {
                    let bytes = COPY * (maps.positions() * (level.channels + RGB));
                    work += linear(maps.positions(), level.channels, RGB) + conv_elementwise(bytes);
                }
            }
        }
        work
    }
}

//! The decoder of HunyuanVideo: causal convolutions over five frames of the latent at a time, which overlap.

use crate::flops::atom::{attention, conv, conv_elementwise, elementwise, linear};
use crate::flops::elementwise::{COPY, JOIN, group_norm, norm_and_activate};
use crate::flops::{RunBytes, Work};
use crate::model::class_dit::DecoderClass;

/// Kernel positions of a 3 × 3 × 3 convolution.
const TAPS_3X3X3: u64 = 27;

/// Frames of the latent from the begin of a tile to that of the next.
const STRIDE: u64 = 3;

/// Frames of the latent in a tile, the one included that is decoded again.
const TILE: u64 = 5;

/// Frames of the latent above which it is decoded in tiles.
const UNTILED: u64 = 4;

/// Frames over which two tiles are blended.
const BLENDED: u64 = 4;

/// Colour channels.
const RGB: u64 = 3;

/// Frames that a latent position covers.
const FRAMES: u32 = 4;

/// The architecture of the decoder of `AutoencoderKLHunyuanVideo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HunyuanVideoDecoder {
    /// Channels from the finest resolution to the coarsest.
    pub channels: &'static [u64],
    /// Residual blocks a level.
    pub blocks_per_level: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
}

/// Maps at one resolution of a tile.
#[derive(Debug, Clone, Copy)]
struct Maps {
    frames: u64,
    rows: u64,
    columns: u64,
}

impl Maps {
    const fn area(&self) -> u64 {
        self.rows * self.columns
    }

    const fn positions(&self) -> u64 {
        self.frames * self.area()
    }

    /// A 3 × 3 × 3 convolution: the first frame is repeated twice before, and borders around.
    fn conv3d(&self, inputs: u64, outputs: u64) -> Work {
        let padded = (self.frames + 2) * (self.rows + 2) * (self.columns + 2);
        conv(self.positions(), TAPS_3X3X3, inputs, outputs)
            + conv_elementwise(RunBytes::own((self.positions() + padded) * inputs))
    }

    fn residual_block(&self, inputs: u64, outputs: u64) -> Work {
        let positions = self.positions();
        let shortcut = if inputs == outputs {
            Work::ZERO
        } else {
            // Padded by nothing, which copies it.
            conv(positions, 1, inputs, outputs) + conv_elementwise(COPY * (positions * inputs))
        };
        let norms = norm_and_activate(positions, inputs) + norm_and_activate(positions, outputs);
        shortcut
            + self.conv3d(inputs, outputs)
            + self.conv3d(outputs, outputs)
            + conv_elementwise(norms + JOIN * (positions * outputs))
    }

    /// The middle: a residual block, one attention head over all positions, a residual block.
    fn middle(&self, channels: u64) -> Work {
        let positions = self.positions();
        // Biases of queries, keys and values, the sum with what came in, a division; see the decoder of images.
        let attend = group_norm(positions, channels)
            + (COPY * 3 + JOIN + COPY) * (positions * channels)
            + RunBytes::own(3 * channels);
        // The mask of each pair: compared, chosen in 32 bits, cast.
        let pairs = positions * positions;
        let mask = RunBytes { at_16_bit: 12 * pairs, at_32_bit: 6 * pairs };
        self.residual_block(channels, channels) * 2
            + linear(positions, channels, channels) * 4
            + attention(positions, positions, channels, channels)
            + elementwise(attend)
            + conv_elementwise(mask + COPY * (positions * channels))
    }

    /// Sides doubled, and frames but for the first; then convolved.
    fn enlarge(&mut self, channels: u64, doubling_frames: bool) -> Work {
        let (area, later) = (self.area(), self.frames - 1);
        let times = if doubling_frames { 2 } else { 1 };
        let (first, others) =
            (RunBytes::own(5 * area), (COPY + RunBytes::own(1 + 4 * times)) * (later * area));
        (self.rows, self.columns) = (2 * self.rows, 2 * self.columns);
        self.frames = 1 + times * later;
        let joined = if later > 0 { COPY * self.positions() } else { RunBytes::ZERO };
        self.conv3d(channels, channels) + conv_elementwise((first + others + joined) * channels)
    }
}

impl HunyuanVideoDecoder {
    fn tile(&self, frames: u64, rows: u64, columns: u64) -> Work {
        let (Some(&finest), Some(&coarsest)) = (self.channels.first(), self.channels.last()) else {
            return Work::ZERO;
        };
        let mut maps = Maps { frames, rows, columns };
        let n = self.latent_channels;
        let mut work = conv(maps.positions(), 1, n, n) + maps.conv3d(n, coarsest) + maps.middle(coarsest);
        let mut inputs = coarsest;
        for (at, &outputs) in self.channels.iter().rev().enumerate() {
            for _ in 0..self.blocks_per_level {
                work += maps.residual_block(inputs, outputs);
                inputs = outputs;
            }
            if at + 1 < self.channels.len() {
                // The coarsest level doubles its sides alone.
                work += maps.enlarge(outputs, at > 0);
            }
        }
        work + maps.conv3d(finest, RGB) + conv_elementwise(norm_and_activate(maps.positions(), finest))
    }
}

impl DecoderClass for HunyuanVideoDecoder {
    fn latent_channels(&self) -> u64 {
        self.latent_channels
    }

    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work {
        let latent = u64::from(frames.saturating_sub(1) / FRAMES) + 1;
        if latent <= UNTILED {
            return self.tile(latent, rows, columns);
        }
        let tiles = latent.div_ceil(STRIDE);
        // All but the last two may be whole.
        let lengths = (0..tiles).map(|tile| TILE.min(latent - STRIDE * tile));
        let scale = 1 << (self.channels.len() - 1);
        let pixels = RGB * scale * scale * rows * columns;
        let work: Work = lengths.map(|frames| self.tile(frames, rows, columns)).sum();
        // Two products, their sum, a copy into place; then all are joined.
        let blended = (COPY * 3 + JOIN) * (BLENDED * (tiles - 1) * pixels);
        work + conv_elementwise(blended + COPY * (u64::from(frames) * pixels))
    }
}

//! The decoder of CogVideoX: causal convolutions over two frames of the latent at a time, whose norms look at the latent.

use super::parts::in_parts;
use crate::flops::atom::{conv, conv_elementwise};
use crate::flops::block::conv3x3;
use crate::flops::elementwise::{COPY, JOIN, group_norm};
use crate::flops::{RunBytes, Work};
use crate::model::class_dit::DecoderClass;

/// Kernel positions of a 3 × 3 × 3 convolution.
const TAPS_3X3X3: u64 = 27;

/// Frames of the latent in a chunk; the first has one more where they do not divide.
const CHUNK: u64 = 2;

/// Colour channels.
const RGB: u64 = 3;

/// Frames that a latent position covers.
const FRAMES: u32 = 4;

/// The architecture of the decoder of `AutoencoderKLCogVideoX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CogVideoXDecoder {
    /// Channels from the finest resolution to the coarsest.
    pub channels: &'static [u64],
    /// Residual blocks a level.
    pub blocks_per_level: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Levels, the coarsest first, whose end doubles the frames too.
    pub doubling_frames: usize,
}

/// Maps at one resolution of a chunk.
#[derive(Debug, Clone, Copy)]
struct Maps {
    frames: u64,
    area: u64,
    /// Channels of the latent, and its positions in the chunk.
    latent: (u64, u64),
}

impl Maps {
    const fn positions(&self) -> u64 {
        self.frames * self.area
    }

    /// A 3 × 3 × 3 convolution: two frames from before are joined, the last two copied for the next chunk.
    fn conv3d(&self, inputs: u64, outputs: u64) -> Work {
        let frame = self.area * inputs;
        let frames = self.frames + 2;
        let bytes = COPY * ((frames + 2) * frame) + in_parts(frames, frame, self.positions() * outputs);
        conv(self.positions(), TAPS_3X3X3, inputs, outputs) + conv_elementwise(bytes)
    }

    /// A group norm, scaled and shifted by what two 1 × 1 convolutions make of the enlarged latent, then activated.
    fn norm(&self, channels: u64) -> Work {
        let (latent_channels, latent_positions) = self.latent;
        let enlarged = self.positions() * latent_channels;
        // Of an odd number of frames the first is enlarged by itself, and joined. Convolutions keep a copy of what they read.
        let joined =
            if self.frames > 1 && !self.frames.is_multiple_of(2) { COPY * enlarged } else { RunBytes::ZERO };
        let bytes = group_norm(self.positions(), channels)
            + (JOIN * 2 + COPY) * (self.positions() * channels)
            + RunBytes::own(latent_positions * latent_channels + enlarged)
            + joined
            + COPY * (2 * enlarged);
        conv(self.positions(), 1, latent_channels, channels) * 2 + conv_elementwise(bytes)
    }

    fn residual_block(&self, inputs: u64, outputs: u64) -> Work {
        let shortcut =
            if inputs == outputs { Work::ZERO } else { conv(self.positions(), 1, inputs, outputs) };
        self.norm(inputs)
            + self.conv3d(inputs, outputs)
            + self.norm(outputs)
            + self.conv3d(outputs, outputs)
            + shortcut
            + conv_elementwise(JOIN * (self.positions() * outputs))
    }

    /// Sides doubled, and frames but for the first of an odd number; then convolved one by one.
    fn enlarge(&mut self, channels: u64, doubling_frames: bool) -> Work {
        let (read, frames) = (self.positions(), self.frames);
        self.area *= 4;
        if doubling_frames && frames > 1 {
            self.frames = if frames.is_multiple_of(2) { 2 * frames } else { 2 * frames - 1 };
        }
        let written = self.positions();
        let joined = if doubling_frames && frames > 1 && !frames.is_multiple_of(2) { 2 } else { 0 };
        conv3x3(written, channels, channels)
            + conv_elementwise(RunBytes::own((read + written + joined * written) * channels))
    }
}

impl CogVideoXDecoder {
    fn chunk(&self, frames: u64, area: u64) -> Work {
        let (Some(&finest), Some(&coarsest)) = (self.channels.first(), self.channels.last()) else {
            return Work::ZERO;
        };
        let mut maps = Maps { frames, area, latent: (self.latent_channels, frames * area) };
        let mut work =
            maps.conv3d(self.latent_channels, coarsest) + maps.residual_block(coarsest, coarsest) * 2;
        let mut inputs = coarsest;
        for (at, &outputs) in self.channels.iter().rev().enumerate() {
            for _ in 0..self.blocks_per_level {
                work += maps.residual_block(inputs, outputs);
                inputs = outputs;
            }
            if at + 1 < self.channels.len() {
                work += maps.enlarge(outputs, at < self.doubling_frames);
            }
        }
        work + maps.norm(finest) + maps.conv3d(finest, RGB)
    }
}

impl DecoderClass for CogVideoXDecoder {
    fn latent_channels(&self) -> u64 {
        self.latent_channels
    }

    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work {
        let latent = u64::from(frames.saturating_sub(1) / FRAMES) + 1;
        let chunks = (latent / CHUNK).max(1);
        let first = latent - CHUNK * (chunks - 1);
        let scale = 1 << (self.channels.len() - 1);
        let pixels = RGB * scale * scale * rows * columns;
        self.chunk(first, rows * columns)
            + self.chunk(CHUNK, rows * columns) * (chunks - 1)
            + conv_elementwise(COPY * (u64::from(frames) * pixels))
    }
}

//! Decoders of Wan: causal convolutions over one frame of the latent at a time, which hand their last two frames on to the next.

use crate::flops::atom::{attention, conv, conv_elementwise, elementwise};
use crate::flops::block::conv3x3;
use crate::flops::elementwise::{COPY, JOIN};
use crate::flops::{RunBytes, Work};
use crate::model::class_dit::DecoderClass;

/// Kernel positions of a 3 × 3 × 3 convolution.
const TAPS_3X3X3: u64 = 27;

/// Kernel positions of a convolution over three frames.
const TAPS_3: u64 = 3;

/// Positions after doubling both sides, for each before.
const UPSAMPLED: u64 = 4;

/// Frames that a latent position covers.
const FRAMES: u32 = 4;

/// The architecture of the decoder of `AutoencoderKLWan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WanDecoder {
    /// Channels from the finest resolution to the coarsest.
    pub channels: &'static [u64],
    /// Residual blocks a level.
    pub blocks_per_level: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Levels, the coarsest first, whose end doubles the frames too.
    pub doubling_frames: usize,
    /// True if what comes into a level is repeated and added to what leaves it; without that, enlarging halves the channels (Wan 2.1).
    pub residual: bool,
    /// Sides of the squares of pixels that leave as channels of one position.
    pub patch: u64,
}

/// Place of a frame of the latent among those that came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing came before: it becomes a single frame.
    First,
    /// A single frame came before.
    Second,
    /// Every convolution holds two frames.
    Later,
}

/// Maps at one resolution.
#[derive(Debug, Clone, Copy)]
struct Maps {
    place: Place,
    frames: u64,
    rows: u64,
    columns: u64,
}

impl Maps {
    /// Positions of one frame.
    const fn area(&self) -> u64 {
        self.rows * self.columns
    }

    const fn positions(&self) -> u64 {
        self.frames * self.area()
    }

    /// Frames that a convolution has kept.
    const fn kept(&self) -> u64 {
        match self.place {
            Place::First => 0,
            Place::Second => 1,
            Place::Later => 2,
        }
    }

    /// Bytes around a convolution over three frames: its last two frames are copied for the next, one of them from before where only one
    /// is here; those kept are put before; `border` positions are padded on each side.
    fn handed_on(&self, channels: u64, border: u64) -> RunBytes {
        let frame = self.area() * channels;
        let joined = if self.frames == 1 && self.kept() > 0 { COPY * (2 * frame) } else { RunBytes::ZERO };
        let put_before = match self.kept() {
            0 => RunBytes::ZERO,
            kept => COPY * ((kept + self.frames) * frame),
        };
        COPY * (self.frames.min(2) * frame) + joined + put_before + self.padded(channels, border)
    }

    /// Padding: filled, then frames are copied into it.
    const fn padded(&self, channels: u64, border: u64) -> RunBytes {
        let (rows, columns) = (self.rows + 2 * border, self.columns + 2 * border);
        let read = (self.kept() + self.frames) * self.area();
        RunBytes::own((2 * read + (self.frames + 2) * rows * columns) * channels)
    }

    /// A 3 × 3 × 3 convolution.
    fn conv3d(&self, inputs: u64, outputs: u64) -> Work {
        conv(self.positions(), TAPS_3X3X3, inputs, outputs) + conv_elementwise(self.handed_on(inputs, 1))
    }

    /// A norm over channels, activated: a cast, the length of each position, its division, a cast back, scale, weights, an empty bias.
    fn activated_norm(&self, channels: u64) -> RunBytes {
        let number = RunBytes::cast(2) + RunBytes::wide(1 + 2) + COPY * (3 + 1);
        number * (self.positions() * channels)
            + RunBytes::wide(4) * self.positions()
            + RunBytes::own(channels)
    }

    fn residual_block(&self, inputs: u64, outputs: u64) -> Work {
        let shortcut = if inputs == outputs {
            Work::ZERO
        } else {
            // Padded by nothing, which copies it all the same.
            conv(self.positions(), 1, inputs, outputs) + conv_elementwise(JOIN * (self.positions() * inputs))
        };
        let norms = self.activated_norm(inputs) + self.activated_norm(outputs);
        shortcut
            + self.conv3d(inputs, outputs)
            + self.conv3d(outputs, outputs)
            + conv_elementwise(norms + JOIN * (self.positions() * outputs))
    }

    /// The middle: a residual block, one attention head over the positions of a frame, a residual block.
    fn middle(&self, channels: u64) -> Work {
        // A norm that is not activated, queries, keys and values copied to another layout, the sum with what came in.
        let attend = self.activated_norm(channels) + (COPY * 2 + JOIN) * (self.positions() * channels);
        self.residual_block(channels, channels) * 2
            + conv(self.positions(), 1, channels, 3 * channels)
            + conv(self.positions(), 1, channels, channels)
            + attention(self.area(), self.area(), channels, channels) * self.frames
            + elementwise(attend)
    }

    /// Twice the frames: a convolution over three frames makes two of each, which are put in turn.
    fn double_frames(&mut self, channels: u64) -> Work {
        if self.place == Place::First {
            return Work::ZERO;
        }
        let read = self.positions();
        let frame = self.area() * channels;
        // The first frame left nothing here: zeros stand for it.
        let (kept, zeros) = match self.place {
            Place::Later => (2, 0),
            _ => (0, frame),
        };
        let joined =
            if self.frames == 1 { RunBytes::own(zeros) + COPY * (2 * frame) } else { RunBytes::ZERO };
        let put_before = if kept > 0 { COPY * ((kept + self.frames) * frame) } else { RunBytes::ZERO };
        let padded = RunBytes::own(2 * (kept + self.frames) * frame + (self.frames + 2) * frame);
        let in_turn = COPY * (2 * self.frames * frame);
        let bytes = COPY * (self.frames.min(2) * frame) + joined + put_before + padded + in_turn;
        self.frames *= 2;
        conv(read, TAPS_3, channels, 2 * channels) + conv_elementwise(bytes)
    }

    /// Both sides doubled and convolved; enlarging casts to 32 bits and back.
    fn enlarge(&mut self, channels: u64, outputs: u64) -> Work {
        let bytes = (RunBytes::cast(1) + RunBytes::wide(1)) * ((1 + UPSAMPLED) * self.positions() * channels);
        (self.rows, self.columns) = (2 * self.rows, 2 * self.columns);
        conv3x3(self.positions(), channels, outputs) + conv_elementwise(bytes)
    }
}

/// Colour channels.
const RGB: u64 = 3;

impl WanDecoder {
    /// One frame of the latent.
    fn frame(&self, place: Place, rows: u64, columns: u64) -> Work {
        let (Some(&finest), Some(&coarsest)) = (self.channels.first(), self.channels.last()) else {
            return Work::ZERO;
        };
        let mut maps = Maps { place, frames: 1, rows, columns };
        let mut work = maps.conv3d(self.latent_channels, coarsest) + maps.middle(coarsest);
        let mut inputs = coarsest;
        let coarse_first = self.channels.iter().rev().enumerate();
        for (at, &outputs) in coarse_first {
            let before = (maps, inputs);
            for _ in 0..self.blocks_per_level {
                work += maps.residual_block(inputs, outputs);
                inputs = outputs;
            }
            let is_last = at + 1 == self.channels.len();
            if !is_last {
                if at < self.doubling_frames {
                    work += maps.double_frames(outputs);
                }
                let enlarged = if self.residual { outputs } else { outputs / 2 };
                work += maps.enlarge(outputs, enlarged);
                inputs = enlarged;
            }
            if self.residual {
                work += conv_elementwise(self.shortcut(before, at, outputs, &maps, is_last));
            }
        }
        let out = RGB * self.patch * self.patch;
        work + maps.conv3d(finest, out) + conv_elementwise(maps.activated_norm(finest))
    }

    /// Bytes of a level's shortcut: what comes in is copied and, but for the last level, repeated as channels, laid out as positions and frames, and added.
    fn shortcut(
        &self,
        before: (Maps, u64),
        at: usize,
        outputs: u64,
        after: &Maps,
        is_last: bool,
    ) -> RunBytes {
        let (maps, inputs) = before;
        let copied = COPY * (maps.positions() * inputs);
        if is_last {
            return copied;
        }
        let times = if at < self.doubling_frames { 2 } else { 1 };
        let repeated = maps.positions() * outputs * times * UPSAMPLED;
        copied
            + RunBytes::own(maps.positions() * inputs + repeated)
            + COPY * repeated
            + JOIN * (after.positions() * outputs)
    }
}

impl DecoderClass for WanDecoder {
    fn latent_channels(&self) -> u64 {
        self.latent_channels
    }

    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work {
        let latent = u64::from((frames.saturating_sub(1)) / FRAMES) + 1;
        let one = |place| self.frame(place, rows, columns);
        let mut work = one(Place::First);
        if latent > 1 {
            work += one(Place::Second);
        }
        if latent > 2 {
            work += one(Place::Later) * (latent - 2);
        }
        let scale = self.patch << (self.channels.len() - 1);
        let pixels = RGB * scale * scale * rows * columns;
        // Each frame's pixels are joined to all before, then limited; patches are laid out.
        let joined: u64 = (1..latent).map(|one| u64::from(FRAMES) * one + 1).sum();
        let last = if self.patch > 1 { 2 } else { 1 };
        let after = joined + last * u64::from(frames);
        work + conv(latent * rows * columns, 1, self.latent_channels, self.latent_channels)
            + conv_elementwise(COPY * (after * pixels))
    }
}

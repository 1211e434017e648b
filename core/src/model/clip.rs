//! Clips: frames of one size, and the numbers of them that a model takes.

use super::Pixels;

/// Frames of one size, one after the other. An image is a clip of one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clip {
    /// Size of each frame.
    pub size: Pixels,
    /// Number of frames.
    pub frames: u32,
}

impl From<Pixels> for Clip {
    fn from(size: Pixels) -> Self {
        Self { size, frames: 1 }
    }
}

/// Frames that a model makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frames {
    /// Frames of a run that names no number.
    pub default: u32,
    /// Frames that a latent position covers. The first frame has one of its own, so their number is 1 above a multiple.
    pub multiple_of: u32,
    /// The most frames.
    pub most: u32,
    /// Frames shown in a second, where a run names no number.
    pub per_second: u32,
}

impl Frames {
    /// Returns true if a clip may have so many frames.
    pub const fn takes(self, frames: u32) -> bool {
        frames >= 1 && frames <= self.most && (frames - 1).is_multiple_of(self.multiple_of)
    }

    /// The number of frames nearest to `given` that the model takes.
    pub const fn nearest(self, given: u32) -> u32 {
        let steps = (given.saturating_sub(1).saturating_add(self.multiple_of / 2)) / self.multiple_of;
        let most = (self.most - 1) / self.multiple_of;
        1 + self.multiple_of * if steps < most { steps } else { most }
    }

    /// Frames of the latent of so many frames.
    pub const fn latent(self, frames: u32) -> u64 {
        ((frames.saturating_sub(1)) / self.multiple_of + 1) as u64
    }
}

//! Sizes of images, and the sides that a model takes.

/// Width and height of an image in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pixels {
    /// Pixels along a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Pixels {
    /// A square image.
    pub const fn square(side: u32) -> Self {
        Self { width: side, height: side }
    }

    /// Width and height.
    pub const fn sides(self) -> [u32; 2] {
        [self.width, self.height]
    }

    /// Pixels of the image (a count).
    pub const fn area(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// Whole squares of `side` pixels that it divides into: positions of a latent, patches of a transformer.
    pub const fn squares(self, side: u64) -> u64 {
        (self.width as u64 / side) * (self.height as u64 / side)
    }
}

/// Sides that a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// A side is a multiple of this many pixels.
    pub multiple_of: u32,
    /// The shortest side in pixels.
    pub min: u32,
    /// The longest side in pixels.
    pub max: u32,
}

impl Sides {
    /// The side nearest to `given` that the model takes, in pixels.
    pub const fn nearest(self, given: u32) -> u32 {
        let rounded = given.saturating_add(self.multiple_of / 2) / self.multiple_of * self.multiple_of;
        let least = self.min.next_multiple_of(self.multiple_of);
        let most = self.max / self.multiple_of * self.multiple_of;
        if rounded < least {
            least
        } else if rounded > most {
            most
        } else {
            rounded
        }
    }

    /// Returns the limits of the catalogue where the model itself sets none.
    pub const fn multiples_of(multiple_of: u32) -> Self {
        Self { multiple_of, min: 128, max: 4096 }
    }
}

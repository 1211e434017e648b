//! Shares of steps and passes.

use std::hash::{Hash, Hasher};

/// A share from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share(f64);

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0.0);

    /// Reads a share written as a decimal number; `None` for other text and for numbers outside 0 to 1.
    pub fn parse(text: &str) -> Option<Self> {
        let share = crate::decimal::decimal(text)?;
        (0.0..=1.0).contains(&share).then_some(Self(share))
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

// Always a number.
impl Eq for Share {}

impl Hash for Share {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

//! A value with the ends of its interval.

use serde::Serialize;

/// A value with the ends of its interval, all three in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct Range {
    /// Best value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Range {
    /// A value that is taken as given, without an interval.
    pub const fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// A value that may be off by a share of itself to either side.
    pub const fn within(value: f64, share: f64) -> Self {
        Self { value, low: value * (1.0 - share), high: value * (1.0 + share) }
    }

    /// Returns the range times a factor that is not negative.
    #[must_use]
    pub const fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }

    /// Returns the product of two ranges that are not negative; ends are multiplied, as if both were off in the same direction.
    #[must_use]
    pub const fn by(self, other: Self) -> Self {
        Self { value: self.value * other.value, low: self.low * other.low, high: self.high * other.high }
    }

    /// Returns the sum of two ranges; ends are added, as if both were off in the same direction.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { value: self.value + other.value, low: self.low + other.low, high: self.high + other.high }
    }
}

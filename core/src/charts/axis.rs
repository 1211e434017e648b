//! Axes as the caller describes them.

/// Spacing of an axis's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Equal steps are equal differences.
    #[default]
    Linear,
    /// Equal steps are equal factors; every value must be above 0.
    Log,
}

/// An axis: what it shows, in which unit, and how.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Axis {
    /// Quantity on the axis, such as "Energy per image".
    pub title: String,
    /// Unit, such as "Wh"; empty for a bare number.
    pub unit: String,
    /// Spacing.
    pub scale: Scale,
    /// True if a linear axis must show zero.
    pub from_zero: bool,
    /// A fixed range. Points outside it are left out and lines are cut at it. `None`: what the data need.
    pub range: Option<(f64, f64)>,
    /// Values to label, such as 512, 1024 and 2048 pixels. Empty: chosen here.
    pub ticks: Vec<f64>,
}

impl Axis {
    /// A linear axis.
    pub fn linear(title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { title: title.into(), unit: unit.into(), ..Self::default() }
    }

    /// A logarithmic axis.
    pub fn log(title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { scale: Scale::Log, ..Self::linear(title, unit) }
    }

    /// Returns the axis with zero in its range, if it is linear.
    #[must_use]
    pub fn from_zero(mut self) -> Self {
        self.from_zero = true;
        self
    }

    /// Returns the axis with a fixed range.
    #[must_use]
    pub fn range(mut self, low: f64, high: f64) -> Self {
        self.range = Some((low, high));
        self
    }

    /// Returns the axis with chosen ticks.
    #[must_use]
    pub fn ticks(mut self, ticks: &[f64]) -> Self {
        self.ticks = ticks.to_vec();
        self
    }
}

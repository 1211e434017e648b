//! Measured values of a configuration, as the additive law is fitted to them.

use crate::fit::schema::Feature;

/// Summed coefficients at most.
pub(super) const MOST_SUMMED: usize = Feature::SUMMED.len();

/// Measured values of one configuration.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    /// Values of the data sheet by summed coefficient; zero beyond those that there are.
    pub values: [f64; MOST_SUMMED],
    /// Place of its GPU among the factors.
    pub gpu: usize,
    /// Weighted mean of the measured logarithms.
    pub ln_mean: f64,
    /// Sum of the weights.
    pub weight: f64,
    /// Weighted sum of squares around the mean.
    pub within: f64,
}

impl Measured {
    /// Returns the values of a single row.
    pub const fn new(values: [f64; MOST_SUMMED], gpu: usize, ln_measured: f64, weight: f64) -> Self {
        Self { values, gpu, ln_mean: ln_measured, weight, within: 0.0 }
    }

    /// Another row of the same configuration (West's update of mean and sum of squares, Comm. ACM 22:532, 1979).
    pub fn add(&mut self, ln_measured: f64, weight: f64) {
        let away = ln_measured - self.ln_mean;
        let total = self.weight + weight;
        self.ln_mean += away * weight / total;
        self.within += weight * away * away * self.weight / total;
        self.weight = total;
    }
}

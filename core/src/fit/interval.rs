//! The share of outcomes that intervals hold.

/// Share of outcomes that every interval is meant to hold.
pub const INTERVAL: f64 = 0.9;

/// Half-width of the two-sided [`INTERVAL`] of a normal distribution, in standard deviations: its quantile at 0.95.
#[allow(dead_code)]
pub const NORMAL: f64 = 1.644_853_626_951_472_7;

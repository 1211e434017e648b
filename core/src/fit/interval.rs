//! The share of outcomes that intervals hold.

/// Share of outcomes that every interval is meant to hold.
pub const INTERVAL: f64 = 0.9;

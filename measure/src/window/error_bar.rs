//! Error of a window's energy because of its edges. The sensor's gain is another matter and not in here.

use super::Side;
use crate::meter::PowerField;
use crate::recorder::{Log, Recorder};
use crate::trace::{Tick, ticks};

/// Averaging time of field 185 and of most PowerUsage readings, seconds (tests/data/nvml_power_semantics_matrix.csv).
const AVERAGE_S: f64 = 1.0;
/// Time between new values of the instant reading on today's cards, seconds (the same file).
const UPDATE_S: f64 = 0.1;
/// Share of the time that the instant reading of GA100 and GH100 does not see (25 of each 100 ms are covered).
const UNSEEN: f64 = 0.75;
/// Share of the energy that is uncertain however smooth the readings are: nothing confirms them.
const UNKNOWN_SHARE: f64 = 0.01;
/// Steps of the counter on either side that tell the power around an edge.
const REACH_STEPS: f64 = 2.5;
/// Seconds on either side in which the ticks around a moment are looked for; a counter that does not tick that long is
/// no use there.
const TICKS_WITHIN_S: f64 = 10.0;

/// Power around an edge, watts, by the counter's own steps where there are any.
pub(super) struct Reach {
    mean: f64,
    high: f64,
    low: f64,
    /// Largest deviation of one step of the counter from the mean.
    spread: f64,
}

impl Reach {
    /// Looks at the readings within two steps of the counter around a moment.
    pub(super) fn around(log: &Log, t_s: f64, period_s: f64) -> Self {
        let reach = REACH_STEPS * period_s;
        let samples = log.trace.between(t_s - reach, t_s + reach);
        let near: Vec<Tick> = ticks(samples);
        let steps: Vec<f64> = near
            .windows(2)
            .filter_map(|pair| {
                let seconds = pair[1].t_s() - pair[0].t_s();
                (seconds > 0.0).then(|| (pair[1].after_j - pair[1].before_j).abs() / seconds)
            })
            .collect();
        let sensed = samples.iter().filter_map(|s| s.power_w);
        let (low, high) = steps
            .iter()
            .copied()
            .chain(sensed)
            .fold((f64::INFINITY, 0.0_f64), |(low, high), w| (low.min(w), high.max(w)));
        let low = if low.is_finite() { low } else { 0.0 };
        // The sensor lags, so the counter's own steps tell the mean.
        if steps.is_empty() {
            return Self { mean: high, high, low, spread: 0.0 };
        }
        let mean = steps.iter().sum::<f64>() / steps.len() as f64;
        let spread = steps.iter().map(|w| (w - mean).abs()).fold(0.0, f64::max);
        Self { mean, high, low, spread }
    }

    /// Returns the difference in power between this edge and another, watts.
    pub(super) fn change_to(&self, other: &Self) -> f64 {
        (self.mean - other.mean).abs() + self.spread.max(other.spread)
    }

    /// The counter at a side and how far that may be off, joules.
    pub(super) fn counter(&self, log: &Log, side: &Side<'_>) -> Option<(f64, f64)> {
        match side {
            // The tick is known within the pause between two readings.
            Side::Tick(edge) => Some((edge.counter_j?, edge.half_s * self.high)),
            Side::Moment(t_s) => self.interpolated(log, *t_s),
        }
    }

    /// The counter at a moment between two ticks. Were the power constant in between, interpolating would be exact;
    /// if it jumps from the lowest to the highest of the neighbourhood, or back, it is off by the product below.
    fn interpolated(&self, log: &Log, t_s: f64) -> Option<(f64, f64)> {
        let ticks = ticks(log.trace.between(t_s - TICKS_WITHIN_S, t_s + TICKS_WITHIN_S));
        let last = ticks.iter().rev().find(|tick| tick.t_s() <= t_s)?;
        let next = ticks.iter().find(|tick| tick.t_s() > t_s)?;
        let length = next.t_s() - last.t_s();
        let (passed, rest) = (t_s - last.t_s(), next.t_s() - t_s);
        let step = next.after_j - last.after_j;
        let jump = (self.high - self.low) * passed * rest / length;
        let timing = self.high * last.half_s().max(next.half_s());
        Some((last.after_j + step * passed / length, jump + timing))
    }
}

/// Without a counter: the reading lags by half its averaging time at each edge where power changes, and part of the time
/// may be unseen; twice the standard error of what was seen stands for that.
pub(super) fn without_counter(recorder: &Recorder, log: &Log, (from, to): (f64, f64), joules: f64) -> f64 {
    let duration = to - from;
    let average = recorder.capabilities.primary != Some(PowerField::Instant);
    let lag_s = if average { AVERAGE_S } else { UPDATE_S };
    let inside: Vec<f64> = log.trace.between(from, to).iter().filter_map(|s| s.power_w).collect();
    let mean = joules / duration;
    let variance = inside.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / inside.len().max(1) as f64;
    let updates = (duration / UPDATE_S).max(1.0);
    let change = |t: f64| {
        let near = log.trace.between(t - lag_s, t + lag_s);
        let (low, high) = near
            .iter()
            .filter_map(|s| s.power_w)
            .fold((f64::INFINITY, 0.0_f64), |(low, high), w| (low.min(w), high.max(w)));
        if low.is_finite() { high - low } else { mean }
    };
    lag_s * (change(from) + change(to)) / 2.0
        + 2.0 * duration * (UNSEEN * variance / updates).sqrt()
        + UPDATE_S * variance.sqrt()
        + UNKNOWN_SHARE * joules
}

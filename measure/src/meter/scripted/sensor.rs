//! Sensors of a fake card: a counter that ticks, and power readings that average, look part of the time and err.

use serde::{Deserialize, Serialize};

use super::waveform::TruePower;

/// An energy counter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// Seconds between ticks.
    pub period_s: f64,
    /// Reading over truth.
    #[serde(default = "one")]
    pub gain: f64,
    /// Largest displacement of a tick, as a share of the period, either way.
    #[serde(default)]
    pub jitter: f64,
    /// Seconds by which a tick tells the past.
    #[serde(default)]
    pub latency_s: f64,
}

/// A power sensor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensor {
    /// Seconds between new values.
    pub update_s: f64,
    /// Seconds before each new value that it averages; shorter than `update_s` is part-time sampling.
    pub window_s: f64,
    /// Slope of reading over truth.
    #[serde(default = "one")]
    pub gain: f64,
    /// Reading at no power, watts.
    #[serde(default)]
    pub offset_w: f64,
    /// Seconds by which the first update is late: where in the load's period it looks.
    #[serde(default)]
    pub phase_s: f64,
}

fn one() -> f64 {
    1.0
}

/// A number in [-0.5, 0.5) that depends on nothing but the tick (Weyl sequence).
fn displacement(tick: f64) -> f64 {
    (tick * 0.618_033_988_749_895).rem_euclid(1.0) - 0.5
}

impl Counter {
    /// When the tick that shows at a moment happened.
    #[must_use]
    pub fn last_tick_s(&self, t_s: f64) -> f64 {
        let at = |k: f64| (k + 2.0 * self.jitter * displacement(k)) * self.period_s;
        let k = (t_s / self.period_s).floor();
        [k + 1.0, k, k - 1.0].into_iter().map(at).find(|tick| *tick <= t_s).unwrap_or(at(k - 2.0))
    }

    /// Joules shown at a moment, counted from time zero, to whole millijoules.
    #[must_use]
    pub fn joules(&self, truth: &TruePower, t_s: f64) -> f64 {
        let until = self.last_tick_s(t_s) - self.latency_s;
        (self.gain * truth.joules(0.0, until) * 1e3).floor() / 1e3
    }
}

impl Sensor {
    /// Watts shown at a moment, to whole milliwatts.
    #[must_use]
    pub fn watts(&self, truth: &TruePower, t_s: f64) -> f64 {
        let update = ((t_s - self.phase_s) / self.update_s).floor() * self.update_s + self.phase_s;
        let mean = if self.window_s > 0.0 {
            truth.joules(update - self.window_s, update) / self.window_s
        } else {
            truth.watts(update)
        };
        ((self.gain * mean + self.offset_w).max(0.0) * 1e3).round() / 1e3
    }
}

#[cfg(test)]
mod tests {
    use super::super::waveform::Waveform;
    use super::*;

    #[test]
    fn a_counter_holds_between_ticks_and_is_exact_at_them() {
        let truth = TruePower::new(Waveform::Constant { watts: 200.0 });
        let counter = Counter { period_s: 0.1, gain: 1.0, jitter: 0.0, latency_s: 0.0 };
        assert_eq!(counter.joules(&truth, 1.0999), counter.joules(&truth, 1.0001));
        assert!((counter.joules(&truth, 1.1001) - 220.0).abs() < 0.002);
    }

    #[test]
    fn jitter_never_makes_a_tick_come_from_the_future_or_go_back() {
        let counter = Counter { period_s: 0.1, gain: 1.0, jitter: 0.2, latency_s: 0.0 };
        let mut last = -1.0;
        for i in 0..20_000 {
            let t = f64::from(i) * 0.000_7;
            let tick = counter.last_tick_s(t);
            assert!(tick <= t && tick >= last && t - tick < 0.15, "{t}: {tick} after {last}");
            last = tick;
        }
    }

    #[test]
    fn a_part_time_sensor_misses_what_happens_while_it_does_not_look() {
        let truth = TruePower::new(Waveform::Square {
            high_w: 400.0,
            low_w: 100.0,
            period_s: 0.1,
            duty: 0.5,
            phase_s: 0.0,
        });
        let looking_at_the_low_half =
            Sensor { update_s: 0.1, window_s: 0.025, gain: 1.0, offset_w: 0.0, phase_s: 0.0 };
        let full = Sensor { window_s: 0.1, ..looking_at_the_low_half.clone() };
        assert_eq!(looking_at_the_low_half.watts(&truth, 5.05), 100.0);
        assert!((full.watts(&truth, 5.05) - 250.0).abs() < 1e-3);
    }
}

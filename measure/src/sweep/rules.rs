//! Rules for repeats: how they are measured, and when there are enough of them.

use anyhow::ensure;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spread::Spread;

/// The rules of a sweep; part of its design.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Valid repeats of a configuration at least.
    pub repeats: u32,
    /// Valid repeats at most, where an interval is asked for.
    pub repeats_at_most: u32,
    /// Go on until the 90 % interval of the mean is at most this share of it either way (0.02 = 2 %).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<f64>,
    /// The shortest window, seconds.
    pub window_s: f64,
    /// Batches generated before the first repeat of a configuration.
    pub warm_up: u32,
    /// A repeat begins at this temperature of the card or below, degrees Celsius.
    pub gate_c: u32,
    /// Longest wait for that temperature, seconds.
    pub cool_s: f64,
    /// Seconds for which idle power is measured, with the model loaded.
    pub idle_s: f64,
    /// Idle power is measured again after so many seconds, and whenever something else was loaded.
    pub idle_every_s: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            repeats: 5,
            repeats_at_most: 20,
            interval: None,
            window_s: crate::window::GOOD_WINDOW_S,
            warm_up: 1,
            gate_c: 65,
            cool_s: 120.0,
            idle_s: crate::idle::IDLE_S,
            idle_every_s: 600.0,
        }
    }
}

/// The shortest windows and idle times that are taken, seconds: a row of less is not valid with a counter that ticks
/// every 100 ms.
const LEAST_S: f64 = 2.5;

/// Invalid repeats of a configuration in a row after which it is given up.
pub const PATIENCE: u32 = 3;

impl Rules {
    /// Refuses what cannot be measured by.
    ///
    /// # Errors
    /// Names the rule, what was given and what is allowed.
    pub fn check(&self) -> anyhow::Result<()> {
        let within = |name: &str, value: f64, least: f64, most: f64| {
            ensure!((least..=most).contains(&value), "{name} {value}: give {least} to {most}");
            Ok(())
        };
        within("repeats", self.repeats.into(), 1.0, 1000.0)?;
        within("repeats_at_most", self.repeats_at_most.into(), self.repeats.into(), 1000.0)?;
        if let Some(interval) = self.interval {
            within("interval", interval, 0.0005, 0.5)?;
            ensure!(self.repeats >= 2, "interval {interval}: a spread needs repeats of 2 or more");
        }
        within("window_s", self.window_s, LEAST_S, 3600.0)?;
        within("warm_up", self.warm_up.into(), 1.0, 100.0)?;
        within("gate_c", self.gate_c.into(), 20.0, 120.0)?;
        within("cool_s", self.cool_s, 0.0, 3600.0)?;
        within("idle_s", self.idle_s, LEAST_S, 600.0)?;
        within("idle_every_s", self.idle_every_s, 1.0, 1e6)
    }

    /// True if a batch of so many seconds is made once more before a window is planned by it: the first one also waits for what is
    /// compiled or chosen at first use, and a window planned by that comes out too short.
    #[must_use]
    pub fn times_again(&self, batch_s: f64) -> bool {
        batch_s < 0.5 * self.window_s
    }

    /// True if so many valid energies of one configuration suffice.
    #[must_use]
    pub fn enough(&self, joules: &[f64]) -> bool {
        let count = u32::try_from(joules.len()).unwrap_or(u32::MAX);
        if count < self.repeats {
            return false;
        }
        let Some(target) = self.interval else { return true };
        let reached =
            Spread::of(joules).and_then(|spread| spread.half_width()).is_some_and(|share| share <= target);
        reached || count >= self.repeats_at_most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_go_on_until_the_interval_is_met_and_never_for_ever() {
        let fixed = Rules::default();
        assert!(!fixed.enough(&[1.0; 4]) && fixed.enough(&[1.0, 2.0, 1.0, 2.0, 1.0]));
        let asked = Rules { interval: Some(0.02), repeats_at_most: 8, ..fixed };
        asked.check().unwrap();
        let steady = [100.0, 101.0, 99.0, 100.0, 100.0];
        assert!(asked.enough(&steady) && !asked.enough(&steady[..4]), "five at least");
        let wild = [100.0, 140.0, 70.0, 110.0, 95.0, 100.0, 130.0, 80.0];
        assert!(!asked.enough(&wild[..7]) && asked.enough(&wild), "eight at most");
    }

    #[test]
    fn rules_that_cannot_be_met_are_refused_by_name() {
        let rules = Rules::default();
        for (wrong, name) in [
            (Rules { repeats: 0, ..rules }, "repeats 0"),
            (Rules { repeats_at_most: 4, ..rules }, "repeats_at_most 4"),
            (Rules { interval: Some(f64::NAN), ..rules }, "interval NaN"),
            (Rules { interval: Some(0.02), repeats: 1, ..rules }, "2 or more"),
            (Rules { window_s: 1.0, ..rules }, "window_s 1"),
            (Rules { idle_s: -1.0, ..rules }, "idle_s -1"),
        ] {
            let refused = wrong.check().unwrap_err().to_string();
            assert!(refused.contains(name), "{refused}");
        }
    }
}

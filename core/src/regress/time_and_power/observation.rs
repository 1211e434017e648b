//! An observation: logarithms of seconds and mean power under given parameters, and their derivatives.

use crate::setting::Boundary;
use crate::time_and_power::{ByKind, KINDS};

/// Measured quantities of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measured {
    /// Seconds of a run whose energy is not known.
    Seconds(f64),
    /// Seconds and mean power in W of a run.
    Run { seconds: f64, watts: f64 },
    /// Energy in J of a run whose duration is not known.
    Energy { boundary: Boundary, joules: f64 },
}

/// Place of the effect on power among [`Slopes`].
pub(super) const ON_POWER: usize = 2 * KINDS;

/// Place of the effects on time among [`Slopes`].
pub(super) const ON_TIME: usize = 2 * KINDS + 1;

/// Derivatives by the parameters that an observation can depend on: the kinds' coefficients (in ln) and power shares (in logits), the GPU's effect on
/// power, and each effect on time.
pub(super) type Slopes = [f64; 2 * KINDS + 2];

/// An observation: data-sheet seconds, the measured logarithms and their weights.
#[derive(Debug, Clone)]
pub(super) struct Observation {
    pub promise: ByKind,
    /// Idle power that counts in its energy: 0 within net.
    pub idle_w: f64,
    /// Logarithms of seconds and mean power. Where the energy alone is known, the first is that of the energy and the second 0: only their sum has a weight.
    pub ln_measured: [f64; 2],
    /// Reciprocal covariance of the two: first, both, second.
    pub weights: [f64; 3],
    /// The rows of its cluster where the energy of the run was metered: what is left unexplained is judged by these alone.
    pub metered: Option<f64>,
}

/// Parameters as the observations of one GPU take them.
pub(super) struct OnGpu {
    /// Seconds of each kind of work in those of the data sheet.
    pub times: ByKind,
    /// Power shares with the GPU's effect.
    pub shares: ByKind,
    /// From idle to board power in W.
    pub range_w: f64,
}

impl Observation {
    /// Returns the logarithms of seconds, before the effects on time, and of mean power, each with its derivatives.
    pub(super) fn value(&self, on: &OnGpu) -> ([f64; 2], [Slopes; 2]) {
        let (mut time, mut joules, mut by_logit) = ([0.0; KINDS], [0.0; KINDS], [0.0; KINDS]);
        let (mut seconds, mut energy, mut of_power) = (0.0, 0.0, 0.0);
        for kind in 0..KINDS {
            time[kind] = on.times[kind] * self.promise[kind];
            let net = on.range_w * on.shares[kind] * time[kind];
            joules[kind] = net + self.idle_w * time[kind];
            by_logit[kind] = net * (1.0 - on.shares[kind]);
            seconds += time[kind];
            energy += joules[kind];
            of_power += by_logit[kind];
        }
        let mut slopes = [[0.0; 2 * KINDS + 2]; 2];
        let [of_seconds, of_watts] = &mut slopes;
        for kind in 0..KINDS {
            of_seconds[kind] = time[kind] / seconds;
            of_watts[kind] = joules[kind] / energy - time[kind] / seconds;
            of_watts[KINDS + kind] = by_logit[kind] / energy;
        }
        of_seconds[ON_TIME] = 1.0;
        of_watts[ON_POWER] = of_power / energy;
        ([seconds.ln(), (energy / seconds).ln()], slopes)
    }

    /// Returns the measured logarithms less those of a value and its effects on time.
    pub(super) fn away(&self, value: [f64; 2], on_time: f64) -> [f64; 2] {
        [self.ln_measured[0] - value[0] - on_time, self.ln_measured[1] - value[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_and_power::logistic;

    /// Parameters: logarithms of the coefficients, logits of the shares, the effects on power and time.
    fn at(parameters: &Slopes) -> [f64; 2] {
        let on_gpu = OnGpu {
            times: std::array::from_fn(|kind| parameters[kind].exp()),
            shares: std::array::from_fn(|kind| logistic(parameters[KINDS + kind] + parameters[ON_POWER])),
            range_w: 300.0,
        };
        let [seconds, watts] = observation().value(&on_gpu).0;
        [seconds + parameters[ON_TIME], watts]
    }

    fn observation() -> Observation {
        Observation {
            promise: std::array::from_fn(|kind| 1.0 / (kind + 1) as f64),
            idle_w: 60.0,
            ln_measured: [0.0; 2],
            weights: [1.0; 3],
            metered: None,
        }
    }

    #[test]
    fn slopes_are_the_derivatives_of_the_value() {
        let parameters: Slopes = std::array::from_fn(|at| (at as f64).sin());
        let on_gpu = OnGpu {
            times: std::array::from_fn(|kind| parameters[kind].exp()),
            shares: std::array::from_fn(|kind| logistic(parameters[KINDS + kind] + parameters[ON_POWER])),
            range_w: 300.0,
        };
        let slopes = observation().value(&on_gpu).1;
        let step = 1e-6;
        for place in 0..parameters.len() {
            let moved = |by: f64| {
                let mut parameters = parameters;
                parameters[place] += by;
                at(&parameters)
            };
            let (before, after) = (moved(-step), moved(step));
            for (value, slopes) in slopes.iter().enumerate() {
                let slope = (after[value] - before[value]) / (2.0 * step);
                assert!((slopes[place] - slope).abs() < 1e-8, "{place}, {value}: {slope}");
            }
        }
    }
}

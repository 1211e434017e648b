//! An observation: its logarithm under given parameters, and the derivative with respect to each of them.

use nalgebra::DVector;

use crate::setting::Boundary;
use crate::time_and_power::{ByKind, KINDS, logistic};

/// Quantity that was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Seconds,
    MeanPower,
    Energy(Boundary),
}

/// An observation: data-sheet seconds, powers, the parameters of its effects, its logarithm and weight.
#[derive(Debug, Clone)]
pub(super) struct Observation {
    pub target: Target,
    pub promise: ByKind,
    pub idle_w: f64,
    pub range_w: f64,
    /// Places of the effects on time among the parameters.
    pub on_time: Vec<usize>,
    /// Place of the GPU's effect on power.
    pub on_power: Option<usize>,
    pub ln_measured: f64,
    pub weight: f64,
    /// The rows of its cluster where the energy of the run was metered: what is left unexplained is judged by these alone.
    pub metered: Option<f64>,
}

/// Exponentials of parameters that every observation takes.
pub(super) struct Coefficients {
    /// Seconds of each kind of work in those of the data sheet.
    times: ByKind,
}

impl Coefficients {
    /// The coefficients that parameters give.
    pub(super) fn new(parameters: &DVector<f64>) -> Self {
        Self { times: std::array::from_fn(|kind| parameters[kind].exp()) }
    }
}

impl Observation {
    /// The logarithm that parameters give, with its derivatives by the parameters it depends on.
    pub(super) fn value(&self, parameters: &DVector<f64>, active: &mut Vec<(usize, f64)>) -> f64 {
        self.value_by(&Coefficients::new(parameters), parameters, active)
    }

    /// Returns the value and its derivatives, with what observations share computed once.
    pub(super) fn value_by(
        &self,
        coefficients: &Coefficients,
        parameters: &DVector<f64>,
        active: &mut Vec<(usize, f64)>,
    ) -> f64 {
        let mut time = [0.0; KINDS];
        let mut joules = [0.0; KINDS];
        let mut by_logit = [0.0; KINDS];
        let of_gpu = self.on_power.map_or(0.0, |at| parameters[at]);
        let idle = match self.target {
            Target::Energy(Boundary::Net) => 0.0,
            _ => self.idle_w,
        };
        for kind in 0..KINDS {
            if self.promise[kind] == 0.0 {
                continue;
            }
            time[kind] = coefficients.times[kind] * self.promise[kind];
            let share = logistic(parameters[KINDS + kind] + of_gpu);
            let net = self.range_w * share * time[kind];
            joules[kind] = net + idle * time[kind];
            by_logit[kind] = net * (1.0 - share);
        }
        let seconds: f64 = time.iter().sum();
        let energy: f64 = joules.iter().sum();
        let of_power = by_logit.iter().sum::<f64>() / energy;
        let (uses_time, uses_energy) = match self.target {
            Target::Seconds => (1.0, 0.0),
            Target::MeanPower => (-1.0, 1.0),
            Target::Energy(_) => (0.0, 1.0),
        };
        for kind in 0..KINDS {
            if self.promise[kind] == 0.0 {
                continue;
            }
            active.push((kind, uses_time * time[kind] / seconds + uses_energy * joules[kind] / energy));
            if uses_energy != 0.0 {
                active.push((KINDS + kind, by_logit[kind] / energy));
            }
        }
        if let Some(at) = self.on_power {
            active.push((at, of_power));
        }
        let mut ln = 0.0;
        if uses_time != 0.0 {
            ln += uses_time * seconds.ln();
        }
        if uses_energy != 0.0 {
            ln += energy.ln();
        }
        for at in &self.on_time {
            ln += parameters[*at];
            active.push((*at, 1.0));
        }
        ln
    }
}

//! Spreads that a fit charges for effects it does not know: estimated where the rows tell, else as declared.

use nalgebra::{DMatrix, DVector};

use super::effects::{EffectOf, TIMINGS};
use super::problem::Problem;
use crate::fit::schema::EffectSpreads;
use crate::regress::prior::{EFFECTS, SPREAD_LEVELS};
use crate::time_and_power::KINDS;

impl Problem {
    /// Moves the declared spreads towards what the effects that were found show: the sum of their squares over as many levels as the rows
    /// tell apart (MacKay 1992, "Bayesian interpolation", <https://doi.org/10.1162/neco.1992.4.3.415>), where the declared spread counts as
    /// [`SPREAD_LEVELS`] levels more. Of sources those that metered energies: what benchmarks of seconds differ by is more than energy does,
    /// because a GPU that waits for slow software draws less.
    pub(super) fn spreads(&self, parameters: &DVector<f64>, covariance: &DMatrix<f64>) -> EffectSpreads {
        let spread = |of: EffectOf, declared: f64| {
            let declared = declared * declared;
            let (mut squares, mut levels) = (SPREAD_LEVELS * declared, SPREAD_LEVELS);
            for (at, effect) in self.effects.iter().enumerate() {
                let place = 2 * KINDS + at;
                let is_of_timings = self.timing_sources.contains(&effect.level) || effect.level == TIMINGS;
                if effect.of == of && !is_of_timings {
                    squares += parameters[place].powi(2);
                    levels += (1.0 - covariance[(place, place)] / declared).max(0.0);
                }
            }
            (squares / levels).sqrt()
        };
        EffectSpreads {
            model: spread(EffectOf::Model, EFFECTS.model),
            gpu: spread(EffectOf::Gpu, EFFECTS.gpu),
            architecture: spread(EffectOf::Architecture, EFFECTS.architecture),
            source: spread(EffectOf::Source, EFFECTS.source),
            gpu_power: spread(EffectOf::GpuPower, EFFECTS.gpu_power),
            ..EFFECTS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::effects::Effect;
    use super::*;

    /// GPUs found at these effects, each with so much of the declared variance left.
    fn spread_of_gpus(effects: &[f64], left: f64) -> f64 {
        let levels = effects.iter().enumerate();
        let of_gpus = levels.map(|(at, _)| Effect { of: EffectOf::Gpu, level: at.to_string() }).collect();
        let parameters = 2 * KINDS + effects.len();
        let problem = Problem {
            alike: Vec::new(),
            effects: of_gpus,
            timing_sources: Vec::new(),
            centre: DVector::zeros(parameters),
            precision: DVector::zeros(parameters),
        };
        let mut found = DVector::zeros(parameters);
        found.rows_mut(2 * KINDS, effects.len()).copy_from_slice(effects);
        let variance = left * EFFECTS.gpu * EFFECTS.gpu;
        problem.spreads(&found, &DMatrix::from_diagonal_element(parameters, parameters, variance)).gpu
    }

    #[test]
    fn what_rows_do_not_tell_stays_as_declared() {
        assert!((spread_of_gpus(&[], 0.0) - EFFECTS.gpu).abs() < 1e-12);
        assert!((spread_of_gpus(&[0.0; 9], 1.0) - EFFECTS.gpu).abs() < 1e-12);
    }

    /// Four levels at twice the declared spread beside the four that it counts as: the mean of 1 and 4 squared spreads.
    #[test]
    fn what_rows_tell_moves_it() {
        let twice = 2.0 * EFFECTS.gpu;
        let found = spread_of_gpus(&[twice, -twice, twice, -twice], 0.0);
        assert!((found / EFFECTS.gpu - 2.5_f64.sqrt()).abs() < 1e-12, "{found}");
        assert!(spread_of_gpus(&[0.0; 100], 0.0) < 0.2 * EFFECTS.gpu);
    }
}

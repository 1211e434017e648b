//! The most probable parameters: Gauss–Newton steps, shortened where they go too far.

use nalgebra::{DMatrix, DVector};

use super::observation::{ON_POWER, ON_TIME, Slopes};
use super::problem::{Alike, Problem};
use crate::regress::refusal::Refusal;

/// Steps after which a search that has not settled is given up.
const MOST_STEPS: usize = 200;

/// The end: a step from which the cost is expected to fall by no more than this. The cost is in squared standard deviations, so parameters are
/// then within a millionth of theirs.
const SETTLED: f64 = 1e-12;

/// Shortenings of a step that goes too far.
const MOST_SHORTENINGS: u32 = 20;

/// The least part of a step that a shortening leaves.
const SHORTEST: f64 = 0.05;

/// A step whose best part is larger than this is taken whole.
const NEARLY_WHOLE: f64 = 0.7;

/// The posterior around some parameters.
struct Around {
    cost: f64,
    /// Half the downhill slope.
    slope: DVector<f64>,
    /// The lower half.
    information: DMatrix<f64>,
}

/// Parameters that an observation can depend on.
const SLOPES: usize = ON_TIME + 1;

/// Sums over observations with the same effects, by the parameters that they depend on.
struct Sums {
    cost: f64,
    slope: Slopes,
    information: [Slopes; SLOPES],
}

impl Sums {
    fn new(alike: &Alike, parameters: &DVector<f64>) -> Self {
        let mut sums = Self { cost: 0.0, slope: [0.0; SLOPES], information: [[0.0; SLOPES]; SLOPES] };
        let (on_gpu, on_time) = (alike.on_gpu(parameters), alike.effects(parameters));
        for one in &alike.observations {
            let (value, [of_seconds, of_watts]) = one.value(&on_gpu);
            let [seconds, watts] = one.away(value, on_time);
            let [first, both, second] = one.weights;
            let pulls = [first * seconds + both * watts, both * seconds + second * watts];
            sums.cost += pulls[0] * seconds + pulls[1] * watts;
            let weighted: [Slopes; 2] = [(first, both), (both, second)].map(|(by_seconds, by_watts)| {
                std::array::from_fn(|at| by_seconds * of_seconds[at] + by_watts * of_watts[at])
            });
            for at in 0..SLOPES {
                let (by_seconds, by_watts) = (of_seconds[at], of_watts[at]);
                sums.slope[at] += pulls[0] * by_seconds + pulls[1] * by_watts;
                for (sum, (seconds, watts)) in
                    sums.information[at].iter_mut().zip(weighted[0].iter().zip(&weighted[1]))
                {
                    *sum += by_seconds * seconds + by_watts * watts;
                }
            }
        }
        sums
    }
}

impl Alike {
    /// Returns the places, among all parameters, of one that its observations depend on.
    fn places(&self, slope: usize) -> impl Iterator<Item = usize> {
        let (of_kind, effects) = match slope {
            ON_POWER => (None, self.on_power.as_slice()),
            ON_TIME => (None, self.on_time.as_slice()),
            kind => (Some(kind), &[][..]),
        };
        of_kind.into_iter().chain(effects.iter().copied())
    }
}

impl Problem {
    fn around(&self, parameters: &DVector<f64>) -> Around {
        let from_centre = parameters - &self.centre;
        let mut cost = from_centre.component_mul(&from_centre).dot(&self.precision);
        let mut slope = -from_centre.component_mul(&self.precision);
        let mut information = DMatrix::from_diagonal(&self.precision);
        for alike in &self.alike {
            let sums = Sums::new(alike, parameters);
            cost += sums.cost;
            for one in 0..SLOPES {
                for row in alike.places(one) {
                    slope[row] += sums.slope[one];
                    // The matrix is symmetric, and its decomposition reads the lower half only.
                    for other in 0..SLOPES {
                        for column in alike.places(other).filter(|column| *column <= row) {
                            information[(row, column)] += sums.information[one][other];
                        }
                    }
                }
            }
        }
        Around { cost, slope, information }
    }

    /// Gauss–Newton steps to the maximum, halved until they lower the cost; the parameters there and their covariance.
    pub(super) fn maximise(&self, near: DVector<f64>) -> Result<(DVector<f64>, DMatrix<f64>), Refusal> {
        let no_convergence = || Refusal::NoConvergence { steps: MOST_STEPS };
        let mut parameters = near;
        let mut here = self.around(&parameters);
        for _ in 0..MOST_STEPS {
            let factor = here.information.clone().cholesky().ok_or_else(no_convergence)?;
            let mut step = factor.solve(&here.slope);
            if step.dot(&here.slope) <= SETTLED {
                return Ok((parameters, factor.inverse()));
            }
            let mut there = self.around(&(&parameters + &step));
            for _ in 0..MOST_SHORTENINGS {
                let expected = step.dot(&here.slope);
                // The cost along the step is taken for a parabola: power shares near 1 bend it more than the information says.
                let curvature = there.cost - here.cost + 2.0 * expected;
                let best = if curvature > 0.0 { expected / curvature } else { SHORTEST };
                if there.cost <= here.cost && best > NEARLY_WHOLE {
                    break;
                }
                let shortened = &step * best.clamp(SHORTEST, 1.0);
                let nearer = self.around(&(&parameters + &shortened));
                let is_better = nearer.cost < there.cost || there.cost.is_nan();
                if !is_better {
                    break;
                }
                (step, there) = (shortened, nearer);
            }
            if there.cost > here.cost {
                // No step lowers the cost any further: rounding is all that is left.
                return Ok((parameters, factor.inverse()));
            }
            parameters += step;
            here = there;
        }
        Err(no_convergence())
    }
}

//! The most probable parameters: Gauss–Newton steps, shortened where they go too far.

use nalgebra::{DMatrix, DVector};

use super::observation::Coefficients;
use super::problem::Problem;
use crate::regress::refusal::Refusal;
use crate::time_and_power::KINDS;

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

impl Problem {
    fn around(&self, parameters: &DVector<f64>) -> Around {
        let from_centre = parameters - &self.centre;
        let mut cost = from_centre.component_mul(&from_centre).dot(&self.precision);
        let mut slope = -from_centre.component_mul(&self.precision);
        let mut information = DMatrix::from_diagonal(&self.precision);
        let mut active: Vec<(usize, f64)> = Vec::with_capacity(2 * KINDS + 6);
        let coefficients = Coefficients::new(parameters);
        for one in &self.observations {
            active.clear();
            let ln_value = one.value_by(&coefficients, parameters, &mut active);
            let away = one.ln_measured - ln_value;
            cost += one.weight * away * away;
            // The matrix is symmetric, and its decomposition reads the lower half only.
            active.sort_unstable_by_key(|(place, _)| *place);
            for (at, (column, by_column)) in active.iter().enumerate() {
                slope[*column] += one.weight * away * by_column;
                let mut below = information.column_mut(*column);
                for (row, by_row) in active.iter().skip(at) {
                    below[*row] += one.weight * by_row * by_column;
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

//! The posterior of the additive law's parameters, and its maximum.

use nalgebra::{DMatrix, DVector};

use super::measured::{MOST_SUMMED, Measured};
use super::prior::{self, Prior};
use super::refusal::Refusal;

/// Steps after which a search that has not settled is given up.
const MOST_STEPS: usize = 200;

/// A step shorter than this, in ln units, is the end.
const SETTLED: f64 = 1e-12;

/// The problem: parameters are the logarithms of `summed` coefficients, then one factor a GPU.
pub(super) struct Posterior {
    measured: Vec<Measured>,
    centre: DVector<f64>,
    precision: DVector<f64>,
    summed: usize,
}

/// The posterior around some parameters: the cost, half its downhill slope, and half the curvature of the cost, which is the information that
/// measurements and priors carry less what the residuals bend.
struct Around {
    cost: f64,
    slope: DVector<f64>,
    curvature: DMatrix<f64>,
}

/// The maximum of a posterior.
#[derive(Debug)]
pub(super) struct Maximum {
    /// The most probable parameters.
    pub parameters: DVector<f64>,
    /// Covariance of the coefficients.
    pub covariance: DMatrix<f64>,
    /// Inverse of the covariance: the information of measurements and priors.
    information: DMatrix<f64>,
    cost: f64,
}

/// Sums over measurements by summed coefficient.
type Row = [f64; MOST_SUMMED];

impl Posterior {
    /// The problem of some measurements and priors.
    pub fn of(measured: Vec<Measured>, priors: Vec<Prior>, summed: usize) -> Self {
        let each = |value: fn(&Prior) -> f64| DVector::from_iterator(priors.len(), priors.iter().map(value));
        let centre = each(|prior| prior.centre.ln());
        let precision = each(|prior| prior.ln_sd.powi(-2));
        Self { measured, centre, precision, summed }
    }

    /// Coefficients of the summed terms; zero beyond those that there are, so that loops have a fixed length.
    fn coefficients(&self, parameters: &DVector<f64>) -> Row {
        let mut coefficients = [0.0; MOST_SUMMED];
        for (coefficient, ln) in coefficients.iter_mut().zip(parameters.iter().take(self.summed)) {
            *coefficient = ln.exp();
        }
        coefficients
    }

    fn around(&self, parameters: &DVector<f64>) -> Around {
        let coefficients = self.coefficients(parameters);
        let mut cost = 0.0;
        let mut slope = [0.0; MOST_SUMMED];
        let mut pulls_of_gpu = vec![0.0; parameters.len() - self.summed];
        // The second derivative of ln Σ is diag(shares) − shares·sharesᵀ, so that a residual adds to the weight of the product of shares.
        let mut curvature = self.weighted_by(&coefficients, |one, shares, ln_sum| {
            let away = one.ln_mean - ln_sum - parameters[self.summed + one.gpu];
            let pull = one.weight * away;
            cost += pull * away + one.within;
            pulls_of_gpu[one.gpu] += pull;
            for (slope, share) in slope.iter_mut().zip(shares) {
                *slope += pull * share;
            }
            one.weight + pull
        });
        let from_centre = parameters - &self.centre;
        cost += from_centre.component_mul(&from_centre).dot(&self.precision);
        let mut whole = -from_centre.component_mul(&self.precision);
        for (row, slope) in slope.iter().enumerate().take(self.summed) {
            whole[row] += slope;
            curvature[(row, row)] -= slope;
        }
        for (gpu, pulls) in pulls_of_gpu.iter().enumerate() {
            whole[self.summed + gpu] += pulls;
        }
        Around { cost, slope: whole, curvature }
    }

    /// The information that measurements and priors carry at some parameters.
    fn information(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        self.weighted_by(&self.coefficients(parameters), |one, _, _| one.weight)
    }

    /// The precision of the priors, and the products of shares over the measurements, each with the weight that `weight` gives it from its
    /// shares and the logarithm of its sum; with GPUs by the measurements' own weights.
    fn weighted_by(
        &self,
        coefficients: &Row,
        mut weight: impl FnMut(&Measured, &Row, f64) -> f64,
    ) -> DMatrix<f64> {
        let mut block = [[0.0; MOST_SUMMED]; MOST_SUMMED];
        let mut of_gpu = vec![([0.0; MOST_SUMMED], 0.0); self.precision.len() - self.summed];
        for one in &self.measured {
            let (shares, ln_sum) = shares(coefficients, &one.values);
            let weight = weight(one, &shares, ln_sum);
            let (across, of_all) = &mut of_gpu[one.gpu];
            *of_all += one.weight;
            for row in 0..MOST_SUMMED {
                across[row] += one.weight * shares[row];
                let weighted = weight * shares[row];
                for column in 0..MOST_SUMMED {
                    block[row][column] += weighted * shares[column];
                }
            }
        }
        let mut whole = DMatrix::from_diagonal(&self.precision);
        for row in 0..self.summed {
            for column in 0..self.summed {
                whole[(row, column)] += block[row][column];
            }
        }
        for (gpu, (across, weight)) in of_gpu.iter().enumerate() {
            let at = self.summed + gpu;
            whole[(at, at)] += weight;
            for row in 0..self.summed {
                whole[(row, at)] += across[row];
                whole[(at, row)] += across[row];
            }
        }
        whole
    }

    /// Damped Newton steps to the maximum (of Gauss–Newton where the cost bends the wrong way), from what was expected or, where `near` has a parameter, from there.
    ///
    /// # Errors
    /// [`Refusal::NoConvergence`].
    pub fn maximise(&self, near: &[Option<f64>]) -> Result<Maximum, Refusal> {
        let no_convergence = || Refusal::NoConvergence { steps: MOST_STEPS };
        let mut parameters = self.centre.clone();
        for (parameter, near) in parameters.iter_mut().zip(near) {
            *parameter = near.unwrap_or(*parameter);
        }
        let mut here = self.around(&parameters);
        for _ in 0..MOST_STEPS {
            let bent = here.curvature.clone().cholesky();
            let straight = || self.information(&parameters).cholesky();
            let factor = bent.or_else(straight).ok_or_else(no_convergence)?;
            let mut step = factor.solve(&here.slope);
            while step.amax() > SETTLED {
                let there = self.around(&(&parameters + &step));
                // NaN where a step leaves what numbers can hold.
                if !(there.cost.is_nan() || there.cost > here.cost) {
                    parameters += &step;
                    here = there;
                    break;
                }
                step *= 0.5;
            }
            if step.amax() <= SETTLED {
                let information = self.information(&parameters);
                let factor = information.clone().cholesky().ok_or_else(no_convergence)?;
                return Ok(Maximum {
                    parameters,
                    covariance: factor.inverse(),
                    information,
                    cost: here.cost,
                });
            }
        }
        Err(no_convergence())
    }

    /// Variance of what is left unexplained at the maximum, a cluster counting as one row, and its degrees of freedom: the clusters less the
    /// parameters that the data (and not the prior) determined.
    pub fn unexplained(&self, maximum: &Maximum) -> (f64, f64) {
        let row_variance = prior::ROW_LN_SD * prior::ROW_LN_SD;
        let from_centre = &maximum.parameters - &self.centre;
        let of_prior = from_centre.component_mul(&from_centre).dot(&self.precision);
        let clusters = row_variance * self.measured.iter().map(|one| one.weight).sum::<f64>();
        // The trace of covariance × information of the data alone.
        let of_data = &maximum.information - DMatrix::from_diagonal(&self.precision);
        let determined = maximum.covariance.component_mul(&of_data).sum();
        let degrees_of_freedom = (clusters - determined).max(1.0);
        (row_variance * (maximum.cost - of_prior).max(0.0) / degrees_of_freedom, degrees_of_freedom)
    }
}

/// The share of each term of the sum, and the sum's logarithm.
fn shares(coefficients: &Row, values: &Row) -> (Row, f64) {
    let mut shares = [0.0; MOST_SUMMED];
    let mut sum = 0.0;
    for ((share, coefficient), value) in shares.iter_mut().zip(coefficients).zip(values) {
        *share = coefficient * value;
        sum += *share;
    }
    shares.iter_mut().for_each(|share| *share /= sum);
    (shares, sum.ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIORS: [Prior; 3] = [
        Prior { centre: 1.0, ln_sd: 0.5 },
        Prior { centre: 2.0, ln_sd: 0.5 },
        Prior { centre: 1.0, ln_sd: 0.3 },
    ];

    fn values(first: f64, second: f64) -> [f64; MOST_SUMMED] {
        let mut values = [0.0; MOST_SUMMED];
        (values[0], values[1]) = (first, second);
        values
    }

    /// Rows: values of two terms, measured logarithm, weight.
    const ROWS: [(f64, f64, f64, f64); 6] = [
        (1.0, 0.2, 0.5, 100.0),
        (1.0, 0.2, 0.9, 50.0),
        (1.0, 0.2, 0.6, 20.0),
        (0.3, 2.0, 1.7, 100.0),
        (0.3, 2.0, 1.5, 10.0),
        (4.0, 1.0, 2.0, 80.0),
    ];

    fn posterior(merged: bool) -> Posterior {
        let mut measured: Vec<Measured> = Vec::new();
        let mut last = None;
        for (first, second, ln_measured, weight) in ROWS {
            match measured.last_mut() {
                Some(one) if merged && last == Some(first) => one.add(ln_measured, weight),
                _ => measured.push(Measured::new(values(first, second), 0, ln_measured, weight)),
            }
            last = Some(first);
        }
        assert_eq!(measured.len(), if merged { 3 } else { 6 });
        Posterior::of(measured, PRIORS.into(), 2)
    }

    #[test]
    fn rows_of_one_configuration_count_the_same_merged_or_not() {
        let solved = [false, true].map(|merged| {
            let posterior = posterior(merged);
            let maximum = posterior.maximise(&[]).unwrap();
            let unexplained = posterior.unexplained(&maximum);
            (maximum.parameters, maximum.covariance, unexplained)
        });
        let [(parameters, covariance, unexplained), merged] = &solved;
        assert!((parameters - &merged.0).amax() < 1e-9);
        assert!((covariance - &merged.1).amax() < 1e-9);
        assert!(
            (unexplained.0 / merged.2.0 - 1.0).abs() < 1e-9
                && (unexplained.1 / merged.2.1 - 1.0).abs() < 1e-9
        );
        assert!(unexplained.0 > 0.0 && unexplained.1 < 360.0 / 100.0);
    }

    /// The slope and the curvature are the derivatives of the cost.
    #[test]
    fn derivatives_are_those_of_the_cost() {
        let posterior = posterior(true);
        let at = DVector::from_vec(vec![0.3, -0.4, 0.2]);
        let around = posterior.around(&at);
        let step = 1e-5;
        for index in 0..3 {
            let moved = |by: f64| {
                let mut at = at.clone();
                at[index] += by;
                posterior.around(&at)
            };
            let (before, after) = (moved(-step), moved(step));
            let slope = -(after.cost - before.cost) / (4.0 * step);
            assert!((around.slope[index] - slope).abs() < 1e-5, "{slope}");
            let curvature = -(&after.slope - &before.slope) / (2.0 * step);
            assert!((around.curvature.column(index) - curvature).amax() < 1e-4);
        }
    }

    #[test]
    fn the_maximum_does_not_depend_on_where_the_search_begins() {
        let posterior = posterior(true);
        let from_centre = posterior.maximise(&[]).unwrap().parameters;
        for near in [3.0, -3.0, 0.1] {
            let found = posterior.maximise(&[Some(near), None, Some(-near)]).unwrap().parameters;
            assert!((&found - &from_centre).amax() < 1e-9, "{near}: {found}");
        }
    }
}

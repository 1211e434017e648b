//! The posterior of the additive law's parameters, and its maximum.

use nalgebra::{DMatrix, DVector};

use super::prior::{self, Prior};
use super::refusal::Refusal;
use crate::fit::schema::Feature;

/// Summed coefficients at most.
pub(super) const MOST_SUMMED: usize = Feature::SUMMED.len();

/// Steps after which a search that has not settled is given up.
const MOST_STEPS: usize = 200;

/// A step shorter than this, in ln units, is the end.
const SETTLED: f64 = 1e-12;

/// What was measured of one configuration.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    /// What the data sheet promises, by summed coefficient; zero beyond those that there are.
    values: [f64; MOST_SUMMED],
    gpu: usize,
    /// Weighted mean of the measured logarithms.
    ln_mean: f64,
    /// Sum of the weights.
    weight: f64,
    /// Weighted sum of squares around the mean.
    within: f64,
}

impl Measured {
    /// One row.
    pub const fn new(values: [f64; MOST_SUMMED], gpu: usize, ln_measured: f64, weight: f64) -> Self {
        Self { values, gpu, ln_mean: ln_measured, weight, within: 0.0 }
    }

    /// Another row of the same configuration (West's update of mean and sum of squares, Comm. ACM 22:532, 1979).
    pub fn add(&mut self, ln_measured: f64, weight: f64) {
        let away = ln_measured - self.ln_mean;
        let total = self.weight + weight;
        self.ln_mean += away * weight / total;
        self.within += weight * away * away * self.weight / total;
        self.weight = total;
    }
}

/// The problem: parameters are the logarithms of `summed` coefficients, then one factor a GPU.
pub(super) struct Posterior {
    measured: Vec<Measured>,
    centre: DVector<f64>,
    precision: DVector<f64>,
    summed: usize,
}

/// The posterior around some parameters: the cost, half its downhill slope, the information that measurements and priors carry, and half the
/// curvature of the cost, which is the information less what the residuals bend.
struct Around {
    cost: f64,
    slope: DVector<f64>,
    information: DMatrix<f64>,
    curvature: DMatrix<f64>,
}

impl Posterior {
    /// The problem of some measurements and priors.
    pub fn of(measured: Vec<Measured>, priors: Vec<Prior>, summed: usize) -> Self {
        let each = |value: fn(&Prior) -> f64| DVector::from_iterator(priors.len(), priors.iter().map(value));
        let centre = each(|prior| prior.centre.ln());
        let precision = each(|prior| prior.ln_sd.powi(-2));
        Self { measured, centre, precision, summed }
    }

    /// Coefficients of the summed terms; zero beyond those that there are, so that loops have a fixed length.
    fn coefficients(&self, parameters: &DVector<f64>) -> [f64; MOST_SUMMED] {
        let mut coefficients = [0.0; MOST_SUMMED];
        for (coefficient, ln) in coefficients.iter_mut().zip(parameters.iter().take(self.summed)) {
            *coefficient = ln.exp();
        }
        coefficients
    }

    fn around(&self, parameters: &DVector<f64>) -> Around {
        let coefficients = self.coefficients(parameters);
        let gpus = parameters.len() - self.summed;
        let (mut cost, mut slope) = (0.0, [0.0; MOST_SUMMED]);
        let mut block = [[0.0; MOST_SUMMED]; MOST_SUMMED];
        // The second derivative of ln Σ is diag(shares) − shares·sharesᵀ.
        let mut bent = [[0.0; MOST_SUMMED]; MOST_SUMMED];
        let mut of_gpu = vec![([0.0; MOST_SUMMED], 0.0, 0.0); gpus];
        for one in &self.measured {
            let (shares, ln_sum) = shares(&coefficients, &one.values);
            let away = one.ln_mean - ln_sum - parameters[self.summed + one.gpu];
            let pull = one.weight * away;
            cost += pull * away + one.within;
            let (across, weight, pulls) = &mut of_gpu[one.gpu];
            *weight += one.weight;
            *pulls += pull;
            for row in 0..MOST_SUMMED {
                let weighted = one.weight * shares[row];
                slope[row] += pull * shares[row];
                across[row] += weighted;
                let pulled = pull * shares[row];
                for column in 0..MOST_SUMMED {
                    block[row][column] += weighted * shares[column];
                    bent[row][column] += pulled * shares[column];
                }
            }
        }
        let from_centre = parameters - &self.centre;
        cost += from_centre.component_mul(&from_centre).dot(&self.precision);
        let mut whole = -from_centre.component_mul(&self.precision);
        let mut information = DMatrix::from_diagonal(&self.precision);
        let mut bending = DMatrix::zeros(parameters.len(), parameters.len());
        for row in 0..self.summed {
            whole[row] += slope[row];
            bending[(row, row)] -= slope[row];
            for column in 0..self.summed {
                information[(row, column)] += block[row][column];
                bending[(row, column)] += bent[row][column];
            }
        }
        for (gpu, (across, weight, pulls)) in of_gpu.iter().enumerate() {
            let at = self.summed + gpu;
            whole[at] += pulls;
            information[(at, at)] += weight;
            for row in 0..self.summed {
                information[(row, at)] += across[row];
                information[(at, row)] += across[row];
            }
        }
        let curvature = &information + bending;
        Around { cost, slope: whole, information, curvature }
    }

    /// Damped Newton steps to the maximum (of Gauss–Newton where the cost bends the wrong way), from what was expected or, where `near` has a parameter, from there; the parameters
    /// at the maximum and their covariance.
    ///
    /// # Errors
    /// [`Refusal::NoConvergence`].
    pub fn maximise(&self, near: &[Option<f64>]) -> Result<(DVector<f64>, DMatrix<f64>), Refusal> {
        let no_convergence = || Refusal::NoConvergence { steps: MOST_STEPS };
        let mut parameters = self.centre.clone();
        for (parameter, near) in parameters.iter_mut().zip(near) {
            *parameter = near.unwrap_or(*parameter);
        }
        let mut here = self.around(&parameters);
        for _ in 0..MOST_STEPS {
            let bent = here.curvature.clone().cholesky();
            let factor = bent.or_else(|| here.information.clone().cholesky()).ok_or_else(no_convergence)?;
            let mut step = factor.solve(&here.slope);
            let mut there = self.around(&(&parameters + &step));
            // NaN where a step leaves what numbers can hold.
            while (there.cost.is_nan() || there.cost > here.cost) && step.amax() > SETTLED {
                step *= 0.5;
                there = self.around(&(&parameters + &step));
            }
            if step.amax() <= SETTLED {
                let factor = here.information.cholesky().ok_or_else(no_convergence)?;
                return Ok((parameters, factor.inverse()));
            }
            parameters += step;
            here = there;
        }
        Err(no_convergence())
    }

    /// Variance of what is left unexplained, a cluster counting as one row, and its degrees of freedom: the clusters less the
    /// parameters that the data (and not the prior) determined.
    pub fn unexplained(&self, parameters: &DVector<f64>, covariance: &DMatrix<f64>) -> (f64, f64) {
        let around = self.around(parameters);
        let row_variance = prior::ROW_LN_SD * prior::ROW_LN_SD;
        let from_centre = parameters - &self.centre;
        let of_prior = from_centre.component_mul(&from_centre).dot(&self.precision);
        let clusters = row_variance * self.measured.iter().map(|one| one.weight).sum::<f64>();
        // The trace of covariance × information of the data alone.
        let of_data = around.information - DMatrix::from_diagonal(&self.precision);
        let determined = covariance.component_mul(&of_data).sum();
        let degrees_of_freedom = (clusters - determined).max(1.0);
        (row_variance * (around.cost - of_prior).max(0.0) / degrees_of_freedom, degrees_of_freedom)
    }
}

/// The share of each term of the sum, and the sum's logarithm.
fn shares(coefficients: &[f64; MOST_SUMMED], values: &[f64; MOST_SUMMED]) -> ([f64; MOST_SUMMED], f64) {
    let mut shares = [0.0; MOST_SUMMED];
    let mut sum = 0.0;
    for ((share, coefficient), value) in shares.iter_mut().zip(coefficients).zip(values) {
        *share = coefficient * value;
        sum += *share;
    }
    shares.iter_mut().for_each(|share| *share /= sum);
    (shares, sum.ln())
}

//! Information of observations about the coefficients of a law: the information matrix, and the gain of one more.

use nalgebra::{DMatrix, DVector};

/// Accumulated information on `p` coefficients.
#[derive(Debug, Clone)]
pub struct Information {
    matrix: DMatrix<f64>,
    /// Inverse, kept in step by rank-one updates.
    inverse: DMatrix<f64>,
}

impl Information {
    /// Returns the information of the prior: one standard deviation a coefficient.
    #[must_use]
    pub fn prior(deviations: &[f64]) -> Self {
        let variances = DVector::from_iterator(deviations.len(), deviations.iter().map(|sd| sd * sd));
        Self {
            matrix: DMatrix::from_diagonal(&variances.map(f64::recip)),
            inverse: DMatrix::from_diagonal(&variances),
        }
    }

    /// Returns by how much the logarithm of the determinant grows by an observation of that design row and weight (one over its
    /// variance): what a D-optimal design makes large.
    #[must_use]
    pub fn gain(&self, row: &[f64], weight: f64) -> f64 {
        let x = DVector::from_column_slice(row);
        (weight * x.dot(&(&self.inverse * &x))).ln_1p()
    }

    /// Adds an observation.
    pub fn add(&mut self, row: &[f64], weight: f64) {
        let x = DVector::from_column_slice(row);
        let column = &self.inverse * &x;
        let scale = weight / (1.0 + weight * x.dot(&column));
        // Sherman and Morrison 1950: the inverse of a matrix changed by one outer product.
        self.inverse -= scale * &column * column.transpose();
        self.matrix += weight * &x * x.transpose();
    }

    /// The logarithm of the determinant, from the matrix itself; for tests of the updates.
    #[must_use]
    pub fn ln_determinant(&self) -> f64 {
        self.matrix.determinant().ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gain_is_what_the_determinant_grows_by() {
        let mut information = Information::prior(&[1.0, 0.1, 0.5]);
        let mut random = fastrand::Rng::with_seed(4);
        for _ in 0..200 {
            let row = [1.0, 8.0 + 6.0 * random.f64(), f64::from(random.bool())];
            let (before, weight) = (information.ln_determinant(), 1000.0 * random.f64());
            let gain = information.gain(&row, weight);
            information.add(&row, weight);
            let grown = information.ln_determinant() - before;
            assert!((gain - grown).abs() < 1e-6, "{gain} and {grown}");
        }
    }
}

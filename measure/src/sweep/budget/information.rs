//! What some observations tell about the coefficients of a law: the information matrix, what one more would add, the
//! coefficients by weighted least squares and their standard errors.

use nalgebra::{DMatrix, DVector};

/// Accumulated information on `p` coefficients.
#[derive(Debug, Clone)]
pub struct Information {
    matrix: DMatrix<f64>,
    /// Its inverse, kept in step by rank-one updates.
    inverse: DMatrix<f64>,
}

impl Information {
    /// What is known beforehand: one standard deviation a coefficient.
    #[must_use]
    pub fn prior(deviations: &[f64]) -> Self {
        let variances = DVector::from_iterator(deviations.len(), deviations.iter().map(|sd| sd * sd));
        Self {
            matrix: DMatrix::from_diagonal(&variances.map(f64::recip)),
            inverse: DMatrix::from_diagonal(&variances),
        }
    }

    /// How much the logarithm of the determinant grows by an observation of that design row and weight (one over its
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

/// Least squares: coefficients, and what decides their errors.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// The coefficients, in the order of the columns.
    pub coefficients: Vec<f64>,
    /// Standard deviation of what they leave unexplained, with n - p degrees of freedom; `None` where n = p.
    pub residual_sd: Option<f64>,
    /// Square roots of the diagonal of the inverse of XᵀX: times the residual's standard deviation, the standard errors.
    pub unit_errors: Vec<f64>,
}

/// Ordinary least squares. `None` where the rows do not determine the coefficients.
#[must_use]
pub fn least_squares(rows: &[Vec<f64>], values: &[f64]) -> Option<LeastSquares> {
    let (n, p) = (rows.len(), rows.first()?.len());
    if n < p {
        return None;
    }
    let x = DMatrix::from_fn(n, p, |i, j| rows[i][j]);
    let y = DVector::from_column_slice(values);
    let normal = x.transpose() * &x;
    let inverse = normal.cholesky()?.inverse();
    let coefficients = &inverse * x.transpose() * &y;
    let residuals = y - x * &coefficients;
    let residual_sd = (n > p).then(|| (residuals.norm_squared() / (n - p) as f64).sqrt());
    let unit_errors: Vec<f64> = (0..p).map(|j| inverse[(j, j)].sqrt()).collect();
    let sound = coefficients.iter().chain(&unit_errors).all(|value| value.is_finite());
    sound.then(|| LeastSquares {
        coefficients: coefficients.iter().copied().collect(),
        residual_sd,
        unit_errors,
    })
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

    /// NIST's Statistical Reference Datasets, Norris (linear regression, certified to 15 digits): intercept
    /// -0.262323073774029 with standard deviation 0.232818234301152, slope 1.00211681802045 with 0.429796848199937e-3,
    /// residual standard deviation 0.884796396144373.
    #[test]
    fn least_squares_meets_nists_certified_values() {
        let norris = [
            (0.1, 0.2),
            (338.8, 337.4),
            (118.1, 118.2),
            (888.0, 884.6),
            (9.2, 10.1),
            (228.1, 226.5),
            (668.5, 666.3),
            (998.5, 996.3),
            (449.1, 448.6),
            (778.9, 777.0),
            (559.2, 558.2),
            (0.3, 0.4),
            (0.1, 0.6),
            (778.1, 775.5),
            (668.8, 666.9),
            (339.3, 338.0),
            (448.9, 447.5),
            (10.8, 11.6),
            (557.7, 556.0),
            (228.3, 228.1),
            (998.0, 995.8),
            (888.8, 887.6),
            (119.6, 120.2),
            (0.3, 0.3),
            (0.6, 0.3),
            (557.6, 556.8),
            (339.3, 339.1),
            (888.0, 887.2),
            (998.5, 999.0),
            (778.9, 779.0),
            (10.2, 11.1),
            (117.6, 118.3),
            (228.9, 229.2),
            (668.4, 669.1),
            (449.2, 448.9),
            (0.2, 0.5),
        ];
        let rows: Vec<Vec<f64>> = norris.iter().map(|(_, x)| vec![1.0, *x]).collect();
        let values: Vec<f64> = norris.iter().map(|(y, _)| *y).collect();
        // NIST regresses its y (second column here) on its x (first): swap back.
        let (rows, values): (Vec<Vec<f64>>, Vec<f64>) =
            rows.iter().zip(&values).map(|(row, y)| (vec![1.0, *y], row[1])).unzip();
        let fit = least_squares(&rows, &values).unwrap();
        let sd = fit.residual_sd.unwrap();
        let close = |value: f64, certified: f64| {
            assert!((value / certified - 1.0).abs() < 1e-8, "{value}, {certified}")
        };
        close(fit.coefficients[0], -0.262_323_073_774_029);
        close(fit.coefficients[1], 1.002_116_818_020_45);
        close(sd, 0.884_796_396_144_373);
        close(sd * fit.unit_errors[0], 0.232_818_234_301_152);
        close(sd * fit.unit_errors[1], 0.429_796_848_199_937e-3);
        assert_eq!(least_squares(&[vec![1.0, 2.0], vec![1.0, 2.0]], &[1.0, 2.0]), None);
    }
}

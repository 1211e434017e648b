//! Ordinary least squares by QR decomposition, with the figures that say how far to trust it.
//!
//! `tests/data/statistics/` holds the same figures by statsmodels, with the script that made them.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::refusal::Refusal;

/// A column whose part independent of the columns before it is smaller than this share of it adds nothing but rounding.
const RANK_TOLERANCE: f64 = 1e-10;

/// A row this near to leverage 1 determines a coefficient alone: its residual is zero whatever was measured.
const FULL_LEVERAGE: f64 = 1.0 - 1e-10;

/// Chance of calling any row of a clean data set an outlier.
const OUTLIER_CHANCE: f64 = 0.05;

/// A solved regression of `y` on the columns of a design.
#[derive(Debug, Clone)]
pub struct LeastSquares {
    /// Coefficients by column.
    pub coefficients: Vec<f64>,
    /// Residuals by row: measured less fitted.
    pub residuals: Vec<f64>,
    /// Diagonal of the hat matrix: how much a row decides its own fitted value, 0 to 1.
    pub leverage: Vec<f64>,
    /// Variance of the residuals, by `n − p`.
    pub variance: f64,
    /// Rows less columns.
    pub degrees_of_freedom: usize,
    /// `(XᵀX)⁻¹`.
    inverse: DMatrix<f64>,
    /// Covariance that allows every row a variance of its own; `None` where a row has leverage 1.
    robust: DMatrix<f64>,
}

impl LeastSquares {
    /// Fits `y ≈ X·b`. `names` are the columns' names, `rows` the design rows.
    ///
    /// # Errors
    /// [`Refusal`] where there are too few rows, a number is not finite, or a column is a combination of others.
    pub fn fit(names: &[String], rows: &[Vec<f64>], y: &[f64]) -> Result<Self, Refusal> {
        let (n, p) = (rows.len(), names.len());
        if n == 0 {
            return Err(Refusal::Empty);
        }
        if n <= p {
            return Err(Refusal::TooFewRows { rows: n, columns: p });
        }
        finite(names, rows, y)?;
        let x = DMatrix::from_fn(n, p, |row, column| rows[row][column]);
        let (q, r) = x.clone().qr().unpack();
        independent(names, &x, &r)?;
        let y = DVector::from_column_slice(y);
        let solve = |right: &DVector<f64>| r.solve_upper_triangular(right);
        let coefficients = solve(&(q.transpose() * &y)).ok_or(Refusal::Empty)?;
        let residuals = &y - &x * &coefficients;
        let degrees_of_freedom = n - p;
        let variance = residuals.norm_squared() / degrees_of_freedom as f64;
        let root = r.solve_upper_triangular(&DMatrix::identity(p, p)).ok_or(Refusal::Empty)?;
        let inverse = &root * root.transpose();
        let leverage: Vec<f64> = q.row_iter().map(|row| row.norm_squared()).collect();
        let robust = robust(&x, &inverse, residuals.as_slice(), &leverage, variance);
        Ok(Self {
            coefficients: coefficients.as_slice().to_vec(),
            residuals: residuals.as_slice().to_vec(),
            leverage,
            variance,
            degrees_of_freedom,
            inverse,
            robust,
        })
    }

    /// Covariance of the coefficients if every row has the same variance, row after row.
    pub fn covariance(&self) -> Vec<Vec<f64>> {
        nested(&(&self.inverse * self.variance))
    }

    /// Standard errors if every row has the same variance.
    pub fn std_errors(&self) -> Vec<f64> {
        self.inverse.diagonal().iter().map(|v| (v * self.variance).sqrt()).collect()
    }

    /// Covariance that lets every row have a variance of its own (HC3 of MacKinnon and White 1985, J. Econometrics 29:305). A row that
    /// determines a coefficient alone has no residual to tell it by, and takes the variance of all.
    pub fn covariance_hc3(&self) -> Vec<Vec<f64>> {
        nested(&self.robust)
    }

    /// Standard errors from [`Self::covariance_hc3`].
    pub fn std_errors_hc3(&self) -> Vec<f64> {
        self.robust.diagonal().iter().map(|v| v.sqrt()).collect()
    }

    /// The fitted value at a design row, and the variance of a new observation there.
    pub fn predict(&self, row: &[f64]) -> (f64, f64) {
        let x = DVector::from_column_slice(row);
        let value = x.dot(&DVector::from_column_slice(&self.coefficients));
        let spread = (&self.inverse * &x).dot(&x);
        (value, self.variance * (1.0 + spread))
    }

    /// Externally studentised residuals: each over the spread estimated without its own row. Student-t distributed with one
    /// degree of freedom less where the law holds. NaN never stands here: a row of leverage 1 has 0.
    pub fn studentised(&self) -> Vec<f64> {
        let freedom = self.degrees_of_freedom as f64;
        let one = |(e, h): (&f64, &f64)| {
            if *h >= FULL_LEVERAGE || self.degrees_of_freedom < 2 {
                return 0.0;
            }
            let without = (self.variance * freedom - e * e / (1.0 - h)) / (freedom - 1.0);
            let scale = (without * (1.0 - h)).sqrt();
            if scale > 0.0 { e / scale } else { 0.0 }
        };
        self.residuals.iter().zip(&self.leverage).map(one).collect()
    }

    /// Rows (from 0) whose studentised residual is too large for chance, with Bonferroni's correction for looking at all.
    pub fn outliers(&self) -> Vec<usize> {
        let freedom = self.degrees_of_freedom as f64 - 1.0;
        let Ok(t) = StudentsT::new(0.0, 1.0, freedom) else { return Vec::new() };
        let limit = t.inverse_cdf(1.0 - OUTLIER_CHANCE / (2.0 * self.residuals.len() as f64));
        let far = |(row, t): (usize, &f64)| (t.abs() > limit).then_some(row);
        self.studentised().iter().enumerate().filter_map(far).collect()
    }
}

fn finite(names: &[String], rows: &[Vec<f64>], y: &[f64]) -> Result<(), Refusal> {
    for (index, (row, y)) in rows.iter().zip(y).enumerate() {
        let named = names.iter().map(String::as_str).zip(row).chain([("the measured value", y)]);
        for (name, value) in named {
            if !value.is_finite() {
                return Err(Refusal::NotFinite { row: index + 1, column: name.to_owned(), value: *value });
            }
        }
    }
    Ok(())
}

/// The first column that is a combination of the columns before it is refused by name. On the diagonal of R stands what of a
/// column is independent of those before it.
fn independent(names: &[String], x: &DMatrix<f64>, r: &DMatrix<f64>) -> Result<(), Refusal> {
    for column in 0..names.len() {
        let length = x.column(column).norm();
        if r[(column, column)].abs() > RANK_TOLERANCE * length {
            continue;
        }
        let before = r.view((0, 0), (column, column));
        let shares = before.solve_upper_triangular(&r.view((0, column), (column, 1)));
        let others: Vec<&str> = match &shares {
            Some(shares) => (0..column)
                .filter(|k| (shares[*k] * x.column(*k).norm()).abs() > RANK_TOLERANCE.sqrt() * length)
                .map(|k| names[k].as_str())
                .collect(),
            None => Vec::new(),
        };
        let others = if others.is_empty() { "zero".to_owned() } else { others.join(" and ") };
        return Err(Refusal::RankDeficient { column: names[column].clone(), others });
    }
    Ok(())
}

fn robust(
    x: &DMatrix<f64>,
    inverse: &DMatrix<f64>,
    residuals: &[f64],
    leverage: &[f64],
    variance: f64,
) -> DMatrix<f64> {
    let mut weighted = x.clone();
    for (mut row, (e, h)) in weighted.row_iter_mut().zip(residuals.iter().zip(leverage)) {
        row *= if *h >= FULL_LEVERAGE { variance } else { (e / (1.0 - h)).powi(2) };
    }
    inverse * x.transpose() * weighted * inverse
}

fn nested(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    matrix.row_iter().map(|row| row.iter().copied().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn exact_data_return_their_coefficients() {
        let rows: Vec<Vec<f64>> = (0..9).map(|i| vec![1.0, f64::from(i), f64::from(i * i)]).collect();
        let y: Vec<f64> = rows.iter().map(|row| 2.0 * row[0] - 0.5 * row[1] + 0.25 * row[2]).collect();
        let fit = LeastSquares::fit(&names(&["a", "b", "c"]), &rows, &y).unwrap();
        for (found, truth) in fit.coefficients.iter().zip([2.0, -0.5, 0.25]) {
            assert!((found - truth).abs() < 1e-12, "{found}");
        }
        assert!((fit.leverage.iter().sum::<f64>() - 3.0).abs() < 1e-12, "leverages add up to the columns");
    }

    #[test]
    fn a_dependent_column_is_named_with_what_it_depends_on() {
        let rows: Vec<Vec<f64>> =
            (0..6).map(|i| vec![1.0, f64::from(i), f64::from(i * i), 3.0 - f64::from(i)]).collect();
        let refusal =
            LeastSquares::fit(&names(&["one", "steps", "square", "mirrored"]), &rows, &[0.0; 6]).unwrap_err();
        let expected = Refusal::RankDeficient { column: "mirrored".into(), others: "one and steps".into() };
        assert_eq!(refusal, expected);
    }

    #[test]
    fn few_empty_and_endless_data_are_refused() {
        let one = names(&["one"]);
        assert_eq!(LeastSquares::fit(&one, &[], &[]).unwrap_err(), Refusal::Empty);
        let few = LeastSquares::fit(&one, &[vec![1.0]], &[1.0]).unwrap_err();
        assert_eq!(few, Refusal::TooFewRows { rows: 1, columns: 1 });
        let rows = [vec![1.0], vec![f64::NAN], vec![1.0]];
        assert!(matches!(
            LeastSquares::fit(&one, &rows, &[1.0; 3]),
            Err(Refusal::NotFinite { row: 2, column, .. }) if column == "one"
        ));
        let zero = LeastSquares::fit(&one, &[vec![0.0], vec![0.0]], &[1.0; 2]).unwrap_err();
        assert_eq!(zero, Refusal::RankDeficient { column: "one".into(), others: "zero".into() });
    }

    #[test]
    fn a_row_far_off_is_an_outlier_and_clean_rows_are_not() {
        let rows: Vec<Vec<f64>> = (0..20).map(|i| vec![1.0, f64::from(i)]).collect();
        let wobble = |i: i32| if i % 2 == 0 { 0.1 } else { -0.1 };
        let mut y: Vec<f64> = (0..20).map(|i| f64::from(i) + wobble(i)).collect();
        let clean = LeastSquares::fit(&names(&["one", "x"]), &rows, &y).unwrap();
        assert!(clean.outliers().is_empty());
        y[7] += 3.0;
        let spoilt = LeastSquares::fit(&names(&["one", "x"]), &rows, &y).unwrap();
        assert_eq!(spoilt.outliers(), [7]);
    }
}

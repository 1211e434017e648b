//! Agreement of predictions with measurements.
//!
//! | figure | definition |
//! |---|---|
//! | R² | `1 − Σ(y − ŷ)² / Σ(y − ȳ)²`, of ln energies |
//! | adjusted R² | `1 − (1 − R²)·(n − 1)/(n − p)`, `p` coefficients with the intercept |
//! | MAE | mean of `\|y − ŷ\|`: of ln energies, and of watt-hours |
//! | MAPE | mean of `\|E − Ê\| / E` |
//! | Pearson | linear correlation of ln energies |
//! | Spearman | linear correlation of ranks, equal values sharing their mean rank |
//!
//! `tests/data/statistics/` holds the same figures by scikit-learn, scipy and statsmodels, with the script that made them.

use super::order::order;

/// Agreement of predicted with measured energies. What is undefined (a correlation of constants) is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Pairs compared.
    pub n: usize,
    /// Coefficient of determination of ln energies.
    pub r2: Option<f64>,
    /// R2 less the part that so many coefficients explain by chance.
    pub adjusted_r2: Option<f64>,
    /// Mean absolute error of ln energies; its exponential is the typical factor.
    pub mae_ln: f64,
    /// Root mean square error of ln energies.
    pub rms_ln: f64,
    /// Mean error of ln energies, predicted less measured.
    pub bias_ln: f64,
    /// Mean absolute error in the energies' own unit.
    pub mae: f64,
    /// Mean absolute error relative to the measured energy, 0.1 = 10 %.
    pub mape: f64,
    /// Linear correlation of ln energies.
    pub pearson: Option<f64>,
    /// Rank correlation.
    pub spearman: Option<f64>,
}

impl Agreement {
    /// Compares positive energies, measured and predicted, in the same unit; `coefficients` were fitted to them (0 where the
    /// pairs were held out). `None` for no pairs.
    pub fn of(measured: &[f64], predicted: &[f64], coefficients: usize) -> Option<Self> {
        let n = measured.len().min(predicted.len());
        if n == 0 {
            return None;
        }
        let (measured, predicted) = (&measured[..n], &predicted[..n]);
        let ln = |values: &[f64]| values.iter().map(|value| value.ln()).collect::<Vec<f64>>();
        let (y, fitted) = (ln(measured), ln(predicted));
        let errors: Vec<f64> = fitted.iter().zip(&y).map(|(fitted, y)| fitted - y).collect();
        let squares: f64 = errors.iter().map(|error| error * error).sum();
        let centre = mean(&y);
        let total: f64 = y.iter().map(|y| (y - centre).powi(2)).sum();
        let r2 = (total > 0.0).then(|| 1.0 - squares / total);
        let adjusted_r2 = r2.and_then(|r2| adjusted_r2(r2, n, coefficients));
        let absolute = |pairs: &dyn Fn(usize) -> f64| (0..n).map(pairs).sum::<f64>() / n as f64;
        Some(Self {
            n,
            r2,
            adjusted_r2,
            mae_ln: absolute(&|i| errors[i].abs()),
            rms_ln: (squares / n as f64).sqrt(),
            bias_ln: mean(&errors),
            mae: absolute(&|i| (predicted[i] - measured[i]).abs()),
            mape: absolute(&|i| ((predicted[i] - measured[i]) / measured[i]).abs()),
            pearson: correlation(&y, &fitted),
            spearman: correlation(&ranks(measured), &ranks(predicted)),
        })
    }
}

/// R² of `n` pairs less what so many fitted coefficients explain by chance; `None` where there are no more pairs than coefficients.
pub fn adjusted_r2(r2: f64, n: usize, coefficients: usize) -> Option<f64> {
    if coefficients == 0 {
        return Some(r2);
    }
    (n > coefficients).then(|| 1.0 - (1.0 - r2) * (n - 1) as f64 / (n - coefficients) as f64)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Pearson's correlation; `None` where one side is constant.
pub fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        ab += (a - mean_a) * (b - mean_b);
        aa += (a - mean_a).powi(2);
        bb += (b - mean_b).powi(2);
    }
    let scale = (aa * bb).sqrt();
    (scale > 0.0).then(|| ab / scale)
}

/// Ranks from 1, equal values sharing the mean of theirs.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let order = order(values.len(), &|a, b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let value = values[order[start]];
        let end = start + order[start..].iter().take_while(|index| values[**index] == value).count();
        let shared = (start + end + 1) as f64 / 2.0;
        for index in &order[start..end] {
            ranks[*index] = shared;
        }
        start = end;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_mean_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn perfect_agreement_is_perfect_and_a_constant_has_no_correlation() {
        let energies = [1.0, 2.0, 5.0];
        let perfect = Agreement::of(&energies, &energies, 0).unwrap();
        assert_eq!((perfect.r2, perfect.mape, perfect.spearman), (Some(1.0), 0.0, Some(1.0)));
        let constant = Agreement::of(&[2.0; 3], &energies, 0).unwrap();
        assert_eq!((constant.r2, constant.pearson, constant.spearman), (None, None, None));
        assert!(Agreement::of(&[], &[], 0).is_none());
    }
}

//! Spread of repeats, and how well their mean is known.

use wattpix_core::fit::quantile::two_sided;

/// Mean and spread of some numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Number of repeats.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation (n - 1).
    pub sd: f64,
}

impl Spread {
    /// Returns the spread of at least two numbers.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len();
        if count < 2 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Self { count, mean, sd: (squares / (count - 1) as f64).sqrt() })
    }

    /// Half-width of the 90 % interval of the mean by Student's t, as a share of the mean.
    #[must_use]
    pub fn half_width(&self) -> Option<f64> {
        let quantile = two_sided(Some((self.count - 1) as f64)).ok()?;
        let share = quantile * self.sd / (self.count as f64).sqrt() / self.mean.abs();
        share.is_finite().then_some(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1, 2, 3, 4, 5: mean 3, standard deviation sqrt(2.5); t(0.95, 4 degrees of freedom) = 2.132, from NIST/SEMATECH
    /// e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t.
    #[test]
    fn the_interval_is_students() {
        let spread = Spread::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        assert_eq!((spread.count, spread.mean), (5, 3.0));
        let expected = 2.132 * 2.5_f64.sqrt() / 5.0_f64.sqrt() / 3.0;
        assert!((spread.half_width().unwrap() - expected).abs() < 1e-3, "{:?}", spread.half_width());
        assert_eq!(Spread::of(&[1.0]), None);
        assert_eq!(Spread::of(&[0.0, 0.0]).unwrap().half_width(), None);
    }
}

//! The quantile that turns a standard deviation into the half-width of an interval.
//!
//! The build script computes it for the shipped fits, so that the site needs no distribution functions.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::interval::INTERVAL;

/// Half-width of the two-sided [`INTERVAL`] in standard deviations: Student's t where the degrees of freedom are known,
/// else the normal distribution.
///
/// # Errors
/// Degrees of freedom that are not positive.
pub fn two_sided(degrees_of_freedom: Option<f64>) -> Result<f64, String> {
    let upper = 0.5 + INTERVAL / 2.0;
    match degrees_of_freedom {
        None => Ok(Normal::standard().inverse_cdf(upper)),
        Some(freedom) => StudentsT::new(0.0, 1.0, freedom)
            .map(|t| t.inverse_cdf(upper))
            .map_err(|_| "a positive number is needed".to_owned()),
    }
}

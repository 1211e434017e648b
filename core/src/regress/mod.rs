//! From observations to coefficients, and how far to trust them (feature `regress`).
//!
//! - [`least_squares`] — ordinary least squares with everything a careful reader asks of it.
//! - [`agreement`] — how well predictions agree with measurements.
//! - [`folds`] — what is fitted and what is held out.
//! - [`refusal`] — why a fit is refused.

pub mod agreement;
pub mod folds;
pub mod least_squares;
pub mod refusal;

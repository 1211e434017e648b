//! From observations to coefficients, and how far to trust them (feature `regress`).
//!
//! - [`fitting`] — from observations to a fit file: the way in. `method` — the laws by name. `by_images` — a law of totals, image count by image count.
//! - [`cross_validation`] — predicting what was left out, in the terms of `left_out`; [`calibration`] — intervals that hold as often as they promise.
//! - [`additive`] — the better law, with what is expected of it in [`prior`]; `ln_linear` — the paper's law, and a constant, to compare it with (feature `baselines`).
//! - [`one_boundary`] — net and gross rows together.
//! - `least_squares` — ordinary least squares with everything a careful reader asks of it (likewise).
//! - `influence` — how much each row decides a fit, and outliers (likewise).
//! - [`agreement`] — how well predictions agree with measurements; [`folds`] — what is held out.
//! - [`table`] — observations as CSV.
//! - `coverage` — what the fitted runs covered. `design` — what does not change between fits of the same rows; `posterior` — the additive law's parameters and their maximum, from what was `measured`.
//! - `order` — one sort for everything.
//! - [`time_and_power`] — the law that answers by default; [`supplement`], [`timing`], [`law_rows`] — what it knows besides measured energies.
//! - [`seconds`] — predicting seconds that were left out.
//! - [`refusal`] — why a fit is refused.

pub mod additive;
pub mod agreement;
mod by_images;
pub mod calibration;
mod coverage;
pub mod cross_validation;
mod design;
pub mod fitting;
pub mod folds;
#[cfg(feature = "baselines")]
pub mod influence;
pub mod law_rows;
#[cfg(feature = "baselines")]
pub mod least_squares;
mod left_out;
#[cfg(feature = "baselines")]
pub mod ln_linear;
mod measured;
mod method;
pub mod one_boundary;
mod order;
mod posterior;
pub mod prior;
mod records;
pub mod refusal;
pub mod seconds;
pub mod supplement;
pub mod table;
pub mod time_and_power;
pub mod timing;

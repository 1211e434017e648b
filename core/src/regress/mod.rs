//! From observations to coefficients, and how far to trust them (feature `regress`).
//!
//! - [`fitting`]: from observations to a fit file, the way in; `method` names the laws. [`table`] reads observations from CSV.
//! - [`cross_validation`]: predictions for rows that were left out, in the terms of `left_out`; [`folds`] deals them, [`agreement`] compares.
//!   [`calibration`]: intervals that hold as often as they promise. [`seconds`]: predictions of seconds.
//! - [`time_and_power`]: the law that answers by default; [`supplement`], [`timing`], [`law_rows`]: its further knowledge.
//! - [`additive`]: the additive law, with its [`prior`]; `posterior` finds its parameters from what was `measured`.
//! - `ln_linear`: the paper's law and a constant. `least_squares`: ordinary least squares with robust errors. `influence`: leverage and outliers. (Feature `baselines`.)
//! - [`one_boundary`]: net and gross rows together. `by_images`: a law of totals, image count by image count. `coverage`: ranges that the fitted runs covered.
//! - `design`: what does not change between fits of the same rows. `order`: one sort for everything. [`refusal`]: errors of a fit.

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
pub mod refusal;
pub mod seconds;
pub mod supplement;
pub mod table;
pub mod time_and_power;
pub mod timing;

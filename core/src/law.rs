//! The laws, and the one place where a value, its logarithm and its variance come from.
//!
//! ```text
//! ln-linear   ln E = ln A + α·ln F + b_fp32·[fp32] + b_gpu·[gpu] + b_res·ln(W·H/256)     E in kWh, F in GFLOP, of all images
//! constant    ln E = ln A + ln F                                                            likewise
//! additive       E = exp(b_gpu) · P · Σ c·t                                              E in J, P the board power, t in s
//!                s = exp(b_gpu) ·     Σ c·t                                              seconds of one image
//! ```
//!
//! In the ln-linear law the pixel count over 256 is the number of 16 × 16 patches. In the additive law `t` is what the data
//! sheet promises for each kind of work, see [`crate::roofline`].

use crate::fit::schema::{Feature, Form, Law, Term};
use crate::roofline::DataSheetTime;

/// Regressors of a law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions<'a> {
    /// Operations of all images, in GFLOP, counted as the law counts them.
    pub gflops_all_images: f64,
    /// True if 32-bit arithmetic runs.
    pub fp32: bool,
    /// GPU id.
    pub gpu: &'a str,
    /// Pixels of one image.
    pub pixels: u64,
    /// Time of one image by the data sheet; read by additive laws only.
    pub sheet: DataSheetTime,
    /// Worth of a second of the sheet: the board power in W in a law of energy, 1 in one of duration.
    pub per_second: f64,
}

impl Conditions<'_> {
    /// Returns the regressors for a law of duration.
    pub const fn in_seconds(self) -> Self {
        Self { per_second: 1.0, ..self }
    }
}

/// Pixels of a 16 × 16 patch, the unit of the resolution term.
const PIXELS_PER_PATCH: f64 = 256.0;

/// The value of a term's feature: one column of the design row. Fitting and predicting both go through here.
pub fn feature(term: &Term, conditions: &Conditions) -> f64 {
    let indicator = |holds: bool| if holds { 1.0 } else { 0.0 };
    match term.feature {
        Feature::Intercept => 1.0,
        Feature::LnGflops => conditions.gflops_all_images.ln(),
        Feature::Fp32 => indicator(conditions.fp32),
        Feature::Gpu => indicator(term.level.as_deref() == Some(conditions.gpu)),
        Feature::LnPixelsOver256 => (conditions.pixels as f64 / PIXELS_PER_PATCH).ln(),
        summed => conditions.sheet.get(summed).unwrap_or(0.0) * conditions.per_second,
    }
}

/// The design row: one value a term.
pub fn design_row<'a>(terms: &'a [Term], conditions: &'a Conditions) -> impl Iterator<Item = f64> + 'a {
    terms.iter().map(|term| feature(term, conditions))
}

/// The logarithm of the law's value.
pub fn ln_value(law: &Law, conditions: &Conditions) -> f64 {
    match law.form {
        Form::LnLinear | Form::Constant => {
            law.terms.iter().map(|term| term.coefficient * feature(term, conditions)).sum()
        }
        // A law of time and power is evaluated by [`crate::time_and_power`].
        Form::Additive | Form::TimeAndPower => {
            summed(&law.terms, conditions).ln() + of_gpu(&law.terms, conditions)
        }
    }
}

/// Returns the sum of the terms of an additive law, before the GPU's coefficient.
pub fn summed(terms: &[Term], conditions: &Conditions) -> f64 {
    let added = terms.iter().filter(|term| term.feature != Feature::Gpu);
    added.map(|term| term.coefficient * feature(term, conditions)).sum()
}

/// The GPU's coefficient in an additive law; zero for a GPU without one.
fn of_gpu(terms: &[Term], conditions: &Conditions) -> f64 {
    let gpus = terms.iter().filter(|term| term.feature == Feature::Gpu);
    gpus.map(|term| term.coefficient * feature(term, conditions)).sum()
}

/// Returns the derivative of the value's logarithm by each coefficient: the design row of a ln-linear law; in an additive one the
/// shares of the sum, since what is estimated there are the logarithms of the summed coefficients.
pub fn gradient<'a>(law: &'a Law, conditions: &'a Conditions) -> impl Iterator<Item = f64> + Clone + 'a {
    let whole = match law.form {
        Form::LnLinear | Form::Constant => None,
        Form::Additive | Form::TimeAndPower => Some(summed(&law.terms, conditions)),
    };
    law.terms.iter().map(move |term| match whole {
        Some(whole) if term.feature != Feature::Gpu => term.coefficient * feature(term, conditions) / whole,
        _ => feature(term, conditions),
    })
}

/// The variance of a new observation around [`ln_value`]: what the terms leave unexplained, and, where the covariance of
/// the coefficients is known, their own uncertainty `g·Cov·gᵀ`.
pub fn ln_variance(law: &Law, conditions: &Conditions) -> f64 {
    law.residual_sd * law.residual_sd + ln_covariance(law, conditions, conditions).max(0.0)
}

/// The covariance of [`ln_value`] under two conditions that the uncertainty of the coefficients makes; 0 where it is not known.
pub fn ln_covariance(law: &Law, one: &Conditions, other: &Conditions) -> f64 {
    let Some(rows) = &law.covariance else { return 0.0 };
    let (by_one, by_other) = (gradient(law, one), gradient(law, other));
    by_one
        .zip(rows.iter())
        .map(|(x, row)| x * by_other.clone().zip(row.iter()).map(|(y, c)| y * c).sum::<f64>())
        .sum()
}

/// The standard deviation of a sum of two independent parts. Squares, sums and roots are the same bits on every target, which
/// `hypot` is not.
pub fn combined_sd(one: f64, other: f64) -> f64 {
    (one * one + other * other).sqrt()
}

/// The logarithm of a value.
pub fn ln(value: f64) -> f64 {
    value.ln()
}

/// The value behind a logarithm.
pub fn value(ln: f64) -> f64 {
    ln.exp()
}

//! The law: `ln E = ln A + α·ln F + b_fp32·[fp32] + b_gpu·[gpu] + b_res·ln(W·H/256)`.
//!
//! `E` is in kilowatt-hours and `F` in GFLOP, both of all images of a run together. The pixel count over 256 is the
//! number of 16 × 16 patches. This module holds the only logarithms and exponentials of energy.

use crate::fit::schema::{Feature, Law, Term};

/// What a law is evaluated on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions<'a> {
    /// Operations of all images, in GFLOP, counted as the law counts them.
    pub gflops_all_images: f64,
    /// Whether 32-bit arithmetic runs.
    pub fp32: bool,
    /// GPU id.
    pub gpu: &'a str,
    /// Pixels of one image.
    pub pixels: u64,
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
    }
}

/// The design row: one value a term.
pub fn design_row<'a>(terms: &'a [Term], conditions: &'a Conditions) -> impl Iterator<Item = f64> + 'a {
    terms.iter().map(|term| feature(term, conditions))
}

/// The logarithm of the law's value.
pub fn ln_value(law: &Law, conditions: &Conditions) -> f64 {
    law.terms.iter().map(|term| term.coefficient * feature(term, conditions)).sum()
}

/// The variance of a new observation around [`ln_value`]: what the terms leave unexplained, and, where the covariance of
/// the coefficients is known, their own uncertainty `x·Cov·xᵀ`.
pub fn ln_variance(law: &Law, conditions: &Conditions) -> f64 {
    let residual = law.residual_sd * law.residual_sd;
    let Some(rows) = &law.covariance else { return residual };
    let of_coefficients: f64 = design_row(&law.terms, conditions)
        .zip(rows.iter())
        .map(|(x, row)| {
            let dot: f64 = design_row(&law.terms, conditions).zip(row.iter()).map(|(y, c)| y * c).sum();
            x * dot
        })
        .sum();
    residual + of_coefficients.max(0.0)
}

/// The logarithm of a value.
pub fn ln(value: f64) -> f64 {
    value.ln()
}

/// The value behind a logarithm.
pub fn value(ln: f64) -> f64 {
    ln.exp()
}

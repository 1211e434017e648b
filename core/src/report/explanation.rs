//! An estimate term by term.

use serde::Serialize;

use super::estimate::{EffectReport, IntervalPartReport};
use crate::estimate::Estimate;
use crate::explain::{Sum, shares, sum};
use crate::words::Words;

/// The law of an estimate term by term, the effects that its fit knows, and the causes of the interval's width.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct ExplanationReport<'a> {
    /// Model id.
    pub model: &'a str,
    /// GPU id.
    pub gpu: &'a str,
    /// Id of the fit that answered.
    pub fit: &'a str,
    /// Watt-hours of an image or clip.
    pub wh_per_image: f64,
    /// Unit of the terms: `J`, or `ln(kWh)` of all images.
    pub unit: &'static str,
    /// Terms, which add up to the answer in that unit.
    pub terms: Vec<TermReport>,
    /// Effects of model, GPU, architecture and laboratory that the fit knows.
    pub effects: Vec<EffectReport<'a>>,
    /// Factor from the estimate to either end of the interval.
    pub interval_factor: f64,
    /// Causes of the interval's width; their factors multiply to `interval_factor`.
    pub interval_parts: Vec<IntervalPartReport>,
}

/// A term of a law.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct TermReport {
    /// Contribution to the sum.
    pub adds: f64,
    /// Coefficient × feature, in symbols and numbers.
    pub formula: String,
    /// Term in English.
    pub words: String,
}

impl<'a> ExplanationReport<'a> {
    /// Returns the explanation of an estimate.
    #[must_use]
    pub fn new(estimate: &'a Estimate) -> Self {
        let terms = shares(estimate, Words::ENGLISH).into_iter();
        Self {
            model: estimate.question.workload.model().id,
            gpu: estimate.question.gpu.id,
            fit: estimate.fit.id(),
            wh_per_image: estimate.energy.watt_hours(),
            unit: match sum(estimate) {
                Sum::Joules => "J",
                Sum::LnKilowattHours => "ln(kWh)",
            },
            terms: terms
                .map(|share| TermReport { adds: share.adds, formula: share.formula, words: share.words })
                .collect(),
            effects: EffectReport::all(estimate),
            interval_factor: estimate.ln_half_width.exp(),
            interval_parts: IntervalPartReport::all(estimate),
        }
    }
}

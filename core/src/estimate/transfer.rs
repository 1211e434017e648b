//! To a GPU or a precision that a fit has not seen: where its law is evaluated instead, and what data sheets say of the difference.

use super::conditions::conditions_of;
use super::question::Question;
use crate::error::Error;
use crate::fit::Fit;
use crate::fit::schema::{Form, Law};
use crate::gpu::{self, Gpu, Maker};
use crate::law;
use crate::roofline::CountedWork;
use crate::setting::Precision;
use crate::transfer;
use crate::workload::Workload;

/// Comparison of two GPUs by their data sheets.
pub(super) struct BetweenGpus {
    /// Addition to the logarithm that the law has at the reference.
    pub(super) ln_ratio: f64,
    /// Logarithm of the promised ratio, of which [`transfer::SPECIFICATION_EXPONENT`] is taken.
    pub(super) ln_promise: f64,
    /// True if a change of precision is in the ratio already.
    pub(super) takes_in_precision: bool,
    /// Variance of the fit's own, where it is not that at the reference.
    pub(super) fitted_variance: Option<f64>,
}

impl BetweenGpus {
    fn by_promise(ln_promise: f64, takes_in_precision: bool) -> Self {
        let ln_ratio = transfer::SPECIFICATION_EXPONENT * ln_promise;
        Self { ln_ratio, ln_promise, takes_in_precision, fitted_variance: None }
    }
}

/// The GPU at which a law is evaluated, and what lies between it and the question's: the question's own where the fit saw it. Else a
/// ln-linear law goes by [`from_all`], and data sheets are compared by board power over dense rate; an additive
/// law is evaluated at the fitted GPU of which its sum promises most nearly the same, and the two sums are compared. Of either promise
/// [`transfer::SPECIFICATION_EXPONENT`] is taken to be realised.
pub(super) fn reference(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
    counted: &Option<CountedWork>,
) -> Result<(&'static Gpu, BetweenGpus), Error> {
    let here = BetweenGpus::by_promise(0.0, false);
    if fit.saw_gpu(question.gpu) {
        return Ok((question.gpu, here));
    }
    if law.form == Form::LnLinear {
        return from_all(fit, law, question, law_precision);
    }
    let promised = |question: &Question, counted: &Option<CountedWork>, gpu: &'static Gpu| {
        let conditions = conditions_of(fit, law, question, law_precision, gpu, counted);
        law::ln(law::summed(&law.terms, &conditions))
    };
    // Where the card lacks the precision of the law, that of its 16-bit rate is what both are compared at.
    let ln_ratio = |question: &Question, counted: &Option<CountedWork>, fitted| {
        promised(question, counted, question.gpu) - promised(question, counted, fitted)
    };
    // Another GPU for another size would let the energy jump: it is chosen for the model's default run. For NVIDIA's, whose figures were
    // published so, it is chosen for each run.
    let workload =
        Workload::default_of(question.workload.model()).with_precision(question.workload.precision());
    let default = Question { workload, ..*question };
    let counted_default = counted.map(|_| CountedWork::of(&workload));
    let (chosen_by, counted_by) = match question.gpu.maker {
        Maker::Nvidia => (question, counted),
        Maker::Amd | Maker::Intel | Maker::Unnamed => (&default, &counted_default),
    };
    let mut nearest: Option<(&'static Gpu, f64)> = None;
    for id in fit.file().gpus.iter() {
        let fitted = gpu::find(id)?;
        let distance = ln_ratio(chosen_by, counted_by, fitted).abs();
        if nearest.is_none_or(|(_, best)| distance < best) {
            nearest = Some((fitted, distance));
        }
    }
    let (gpu, _) = nearest.ok_or_else(|| Error::NotFinite { fit: fit.id().to_owned() })?;
    Ok((gpu, BetweenGpus::by_promise(ln_ratio(question, counted, gpu), false)))
}

/// To an unseen GPU by a ln-linear law: from each fitted GPU, what the law has there and what data sheets say of the difference, weighed by how well
/// the law knows each. Which of them is the baseline, and a single row of yet another, make no difference then. A law without covariance
/// does not say how well it knows them, and is evaluated at its baseline: those that the paper published, for the A100.
fn from_all(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
) -> Result<(&'static Gpu, BetweenGpus), Error> {
    let asked = (question.gpu, question.workload.precision());
    let ln_promise = |gpu: &'static Gpu| {
        transfer::specification_ln_ratio(asked, (gpu, law_precision))
            .map(|ln_ratio| ln_ratio / transfer::SPECIFICATION_EXPONENT)
    };
    let baseline = gpu::find(&fit.file().baseline_gpu)?;
    let lacks = || baseline.lacks(law_precision);
    if law.covariance.is_none() {
        return Ok((baseline, BetweenGpus::by_promise(ln_promise(baseline).ok_or_else(lacks)?, true)));
    }
    let mut known = Vec::new();
    for id in fit.file().gpus.iter() {
        let gpu = gpu::find(id)?;
        if let Some(ln_promise) = ln_promise(gpu) {
            let conditions = conditions_of(fit, law, question, law_precision, gpu, &None);
            known.push((gpu, ln_promise, conditions));
        }
    }
    // All GPUs share what the law does not know of the run; what it does not know of one alone is the rest of its variance.
    let shared = |one: usize, other: usize| law::ln_covariance(law, &known[one].2, &known[other].2);
    // A variance from a few rows says little itself: half of it is that of a GPU with its share of all rows.
    let rows = fit.file().quality.n.unwrap_or(1).max(1) as f64;
    let typical = (law.residual_sd * law.residual_sd * known.len() as f64 / rows).max(LEAST_VARIANCE);
    let others = (known.len() as f64 - 1.0).max(1.0);
    let own = |one: usize| {
        let with_others: f64 =
            (0..known.len()).filter(|other| *other != one).map(|other| shared(one, other)).sum();
        (shared(one, one) - with_others / others).max(0.0) + typical
    };
    let weights: Vec<f64> = (0..known.len()).map(|one| own(one).recip()).collect();
    let whole: f64 = weights.iter().sum();
    let (mut ln_promise, mut ln_mean, mut variance) = (0.0, 0.0, law.residual_sd * law.residual_sd);
    let mut best: Option<(usize, f64)> = None;
    for (one, weight) in weights.iter().map(|weight| weight / whole).enumerate() {
        ln_promise += weight * known[one].1;
        ln_mean += weight * law::ln_value(law, &known[one].2);
        variance +=
            (0..known.len()).map(|other| weight * weights[other] / whole * shared(one, other)).sum::<f64>();
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((one, weight));
        }
    }
    let (reference, _, conditions) = best.and_then(|(one, _)| known.get(one)).ok_or_else(lacks)?;
    let ln_there = law::ln_value(law, conditions);
    let ln_ratio = ln_mean - ln_there + transfer::SPECIFICATION_EXPONENT * ln_promise;
    let fitted_variance = Some(variance);
    Ok((reference, BetweenGpus { ln_ratio, ln_promise, takes_in_precision: true, fitted_variance }))
}

/// Variance of a GPU's coefficient where a law meets its rows exactly: a thousandth in ln units, squared.
const LEAST_VARIANCE: f64 = 1e-6;

/// The precision at which a law is evaluated: fp32 where it has a coefficient for it, else its 16-bit baseline.
pub(super) fn law_precision(fit: &Fit, asked: Precision) -> Precision {
    if fit.saw_precision(asked) && (asked != Precision::Fp32 || fit.distinguishes_fp32()) {
        asked
    } else if fit.saw_precision(Precision::Fp16) {
        Precision::Fp16
    } else if fit.saw_precision(Precision::Bf16) {
        Precision::Bf16
    } else {
        Precision::Fp32
    }
}

pub(super) const fn is_half(precision: Precision) -> bool {
    matches!(precision, Precision::Fp16 | Precision::Bf16)
}

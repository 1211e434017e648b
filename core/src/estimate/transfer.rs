//! To a GPU or a precision that a fit has not seen: where its law is evaluated instead, and what data sheets say of the difference.

use super::conditions::conditions_of;
use super::question::Question;
use crate::error::Error;
use crate::fit::Fit;
use crate::fit::schema::{Form, Law};
use crate::gpu::{self, Gpu};
use crate::law;
use crate::roofline::CountedWork;
use crate::setting::Precision;
use crate::transfer;

/// What data sheets say of one GPU against another.
pub(super) struct BetweenGpus {
    pub(super) ln_ratio: f64,
    /// Whether a change of precision is in the ratio already.
    pub(super) takes_in_precision: bool,
}

/// The GPU at which a law is evaluated, and what lies between it and the question's: the question's own where the fit saw it. Else a
/// ln-linear law is evaluated at its baseline, and data sheets are compared by board power over dense rate; an additive
/// law is evaluated at the fitted GPU of which its sum promises most nearly the same, and the two sums are compared. Of either promise
/// [`transfer::SPECIFICATION_EXPONENT`] is taken to be realised.
pub(super) fn reference(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
    counted: &Option<CountedWork>,
) -> Result<(&'static Gpu, BetweenGpus), Error> {
    let here = BetweenGpus { ln_ratio: 0.0, takes_in_precision: false };
    if fit.saw_gpu(question.gpu) {
        return Ok((question.gpu, here));
    }
    if law.form == Form::LnLinear {
        let baseline = gpu::find(&fit.file().baseline_gpu)?;
        let precision = question.workload.precision();
        let ln_ratio = transfer::specification_ln_ratio((question.gpu, precision), (baseline, law_precision))
            .ok_or_else(|| baseline.lacks(law_precision))?;
        return Ok((baseline, BetweenGpus { ln_ratio, takes_in_precision: true }));
    }
    let promised = |gpu: &'static Gpu| {
        let conditions = conditions_of(fit, law, question, law_precision, gpu, counted);
        law::ln(law::summed(&law.terms, &conditions))
    };
    // Where the card lacks the precision of the law, that of its 16-bit rate is what both are compared at.
    let asked = promised(question.gpu);
    let mut nearest: Option<(&'static Gpu, f64)> = None;
    for id in fit.file().gpus.iter() {
        let fitted = gpu::find(id)?;
        let ln_ratio = asked - promised(fitted);
        if nearest.is_none_or(|(_, best)| ln_ratio.abs() < best.abs()) {
            nearest = Some((fitted, ln_ratio));
        }
    }
    let (gpu, promise) = nearest.ok_or_else(|| Error::NotFinite { fit: fit.id().to_owned() })?;
    let ln_ratio = transfer::SPECIFICATION_EXPONENT * promise;
    Ok((gpu, BetweenGpus { ln_ratio, takes_in_precision: false }))
}

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

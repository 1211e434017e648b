//! Distance between a fit and a question: where the law is evaluated, what data sheets add, and how much wider the interval
//! becomes.

use super::conditions::{conditions_of, counted};
use super::extrapolation::extrapolation_ln_sd;
use super::interval_parts::{Cause, Variances};
use super::question::Question;
use super::transfer::{is_half, law_precision, reference};
use crate::error::Error;
use crate::fit::Fit;
use crate::fit::schema::Form;
use crate::gpu::Gpu;
use crate::law::{self, Conditions};
use crate::setting::{Execution, Precision};
use crate::transfer;

/// Distance between a fit and a question.
pub(super) struct Reach {
    /// Variance of the ln of the energy, within the fit's own boundary, that the fit itself found.
    pub(super) fitted_variance: f64,
    /// Variances of what is assumed on top.
    pub(super) assumed: Variances,
    /// Addition to the law's ln from data sheets.
    pub(super) ln_shift: f64,
    /// The precision at which the law itself is evaluated.
    pub(super) law_precision: Precision,
    /// The GPU on which the law itself is evaluated.
    pub(super) reference: &'static Gpu,
    /// Regressors that the law is evaluated on.
    pub(super) conditions: Conditions<'static>,
}

pub(super) fn reach(fit: &Fit, question: &Question) -> Result<Reach, Error> {
    let workload = &question.workload;
    let precision = workload.precision();
    question.gpu.check(precision)?;
    if fit.is_same_everywhere() {
        let law = &fit.file().law;
        let conditions = conditions_of(fit, law, question, precision, question.gpu, &None);
        return Ok(Reach {
            fitted_variance: law::ln_variance(law, &conditions),
            assumed: Variances::default(),
            ln_shift: 0.0,
            law_precision: precision,
            reference: question.gpu,
            conditions,
        });
    }
    let law_precision = law_precision(fit, precision);
    let law = &fit.file().law;
    let same_rate = law_precision == precision || is_half(law_precision) && is_half(precision);
    // An additive law may have seen a precision on other cards only.
    let here = same_rate && (is_half(precision) || fit.saw_precision_on(precision, question.gpu));
    let counted = counted(law, workload);
    let (reference, between_gpus) = reference(fit, law, question, law_precision, &counted)?;
    let between_precisions = if same_rate || between_gpus.takes_in_precision {
        0.0
    } else {
        transfer::specification_ln_ratio((question.gpu, precision), (question.gpu, law_precision))
            .ok_or_else(|| question.gpu.lacks(law_precision))?
    };
    let ln_shift = between_gpus.ln_ratio + between_precisions;

    let conditions = conditions_of(fit, law, question, law_precision, reference, &counted);
    let fitted_variance = between_gpus.fitted_variance.unwrap_or_else(|| law::ln_variance(law, &conditions));
    let mut assumed = Variances::default();
    let mut widen = |cause: Cause, sd: f64| assumed.widen(cause, sd);
    widen(Cause::Laboratory, law.spreads.map_or(0.0, |spreads| spreads.another_source));
    if question.gpu.id != reference.id {
        widen(Cause::Gpu, law.spreads.map_or(transfer::GPU_LN_SD, |spreads| spreads.unseen_gpu));
        widen(Cause::DataSheet, transfer::SPECIFICATION_EXPONENT_SD * between_gpus.ln_promise);
    }
    widen(Cause::Maker, transfer::other_maker_ln_sd(question.gpu));
    if !here {
        widen(Cause::Precision, transfer::PRECISION_LN_SD);
    }
    let model = workload.model();
    if !fit.saw_model(model) {
        let same_family = fit.saw_family(model.denoiser.family());
        let unseen = if same_family { transfer::MODEL_LN_SD } else { transfer::FAMILY_LN_SD };
        widen(Cause::Model, law.spreads.map_or(unseen, |spreads| spreads.unseen_model));
    }
    if workload.execution() == Execution::Compiled {
        widen(Cause::Compiled, transfer::COMPILED_LN_SD);
    }
    #[cfg(feature = "how-it-runs")]
    if super::running::is_not_counted(workload) {
        widen(Cause::SetUp, transfer::COMPILED_LN_SD);
    }
    let [least, most] = fit.file().ranges.batch;
    if law.form == Form::LnLinear && !(least..=most).contains(&workload.batch()) {
        widen(Cause::Range, transfer::BATCH_LN_SD);
    }
    widen(Cause::Range, extrapolation_ln_sd(fit, workload));
    Ok(Reach { fitted_variance, assumed, ln_shift, law_precision, reference, conditions })
}

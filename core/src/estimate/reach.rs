//! What lies between a fit and a question: where the law is evaluated, what data sheets add, and how much wider the interval
//! becomes.

use super::Question;
use crate::compute::{Convention, Scope, denoiser_pass};
use crate::error::Error;
use crate::fit::Fit;
use crate::fit::schema::{Form, Law};
use crate::flops::AttentionCount;
use crate::gpu::{self, Gpu};
use crate::law::{self, Conditions};
use crate::model::{Origin, Pixels};
use crate::roofline::{CountedWork, DataSheetTime};
use crate::transfer;
use crate::workload::{MAX_STEPS, Precision, Workload};

/// What lies between a fit and a question.
pub(super) struct Reach {
    /// Variance of the ln of the energy, within the fit's own boundary, that the fit itself found.
    pub(super) fitted_variance: f64,
    /// Variance of what is assumed on top.
    pub(super) assumed_variance: f64,
    /// What data sheets add to the law's ln.
    pub(super) ln_shift: f64,
    /// The precision at which the law itself is evaluated.
    pub(super) law_precision: Precision,
    /// The GPU on which the law itself is evaluated.
    pub(super) reference: &'static Gpu,
    /// What the law itself is evaluated on.
    pub(super) conditions: Conditions<'static>,
}

pub(super) fn reach(fit: &Fit, question: &Question) -> Result<Reach, Error> {
    let workload = &question.workload;
    let precision = workload.precision();
    if !question.gpu.has(precision) {
        return Err(Error::PrecisionUnsupported { precision, gpu: question.gpu });
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
            .ok_or(Error::PrecisionUnsupported { precision: law_precision, gpu: question.gpu })?
    };
    let ln_shift = between_gpus.ln_ratio + between_precisions;

    let conditions = conditions_of(fit, law, question, law_precision, reference, &counted);
    let fitted_variance = law::ln_variance(law, &conditions);
    let mut assumed_variance = 0.0;
    let mut widen = |sd: f64| assumed_variance += sd * sd;
    widen(law.spreads.map_or(0.0, |spreads| spreads.another_source));
    if question.gpu.id != reference.id {
        widen(law.spreads.map_or(transfer::GPU_LN_SD, |spreads| spreads.unseen_gpu));
        widen(transfer::SPECIFICATION_EXPONENT_SD * between_gpus.ln_ratio / transfer::SPECIFICATION_EXPONENT);
    }
    if !here {
        widen(transfer::PRECISION_LN_SD);
    }
    let model = workload.model();
    if !fit.saw_model(model) {
        let same_family = fit.saw_family(model.denoiser.family());
        let assumed = if same_family { transfer::MODEL_LN_SD } else { transfer::FAMILY_LN_SD };
        widen(law.spreads.map_or(assumed, |spreads| spreads.unseen_model));
    }
    let [least, most] = fit.file().ranges.batch;
    if law.form == Form::LnLinear && !(least..=most).contains(&workload.batch()) {
        widen(transfer::BATCH_LN_SD);
    }
    widen(extrapolation_ln_sd(fit, workload));
    Ok(Reach { fitted_variance, assumed_variance, ln_shift, law_precision, reference, conditions })
}

/// What data sheets say of one GPU against another.
struct BetweenGpus {
    ln_ratio: f64,
    /// Whether a change of precision is in the ratio already.
    takes_in_precision: bool,
}

/// The GPU at which a law is evaluated, and what lies between it and the question's: the question's own where the fit saw it. Else a
/// ln-linear law is evaluated at its baseline, and data sheets are compared by board power over dense rate; an additive
/// law is evaluated at the fitted GPU of which its sum promises most nearly the same, and the two sums are compared. Of either promise
/// [`transfer::SPECIFICATION_EXPONENT`] is taken to be realised.
fn reference(
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
            .ok_or(Error::PrecisionUnsupported { precision: law_precision, gpu: baseline })?;
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
fn law_precision(fit: &Fit, asked: Precision) -> Precision {
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

const fn is_half(precision: Precision) -> bool {
    matches!(precision, Precision::Fp16 | Precision::Bf16)
}

/// What a fit's law of energy is evaluated on, on `gpu`. For its law of duration see [`Conditions::in_seconds`].
pub(crate) fn conditions<'a>(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
    gpu: &'a Gpu,
) -> Conditions<'a> {
    conditions_of(fit, law, question, law_precision, gpu, &counted(law, &question.workload))
}

/// The work behind the summed terms of a law; nothing for a law that has none.
fn counted(law: &Law, workload: &Workload) -> Option<CountedWork> {
    (law.form == Form::Additive).then(|| CountedWork::of(workload))
}

/// The same where that work has been counted: cards are compared by dozens.
fn conditions_of<'a>(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
    gpu: &'a Gpu,
    counted: &Option<CountedWork>,
) -> Conditions<'a> {
    let workload = &question.workload;
    Conditions {
        gflops_all_images: if counted.is_some() {
            0.0
        } else {
            fit.convention().gflops_per_image(workload) * law.evaluated_at_images as f64
        },
        fp32: law_precision == Precision::Fp32,
        gpu: gpu.id,
        pixels: workload.size().area(),
        sheet: counted
            .as_ref()
            .and_then(|counted| DataSheetTime::of_counted(counted, workload, law_precision, gpu))
            .unwrap_or_default(),
        per_second: gpu.board_power_w,
    }
}

/// How far two ways of counting part beyond the fitted range: the whole pipeline with full attention against what the law
/// counts, here less there, in ln units. Inside the range the coefficients have absorbed the difference, so it is zero; and an
/// additive law counts everything. Of a changed model, there is the model that it was made from: where little is left of the denoiser, a
/// law that counts nothing else says little.
fn extrapolation_ln_sd(fit: &Fit, workload: &Workload) -> f64 {
    let everything = Convention { scope: Scope::Pipeline, attention: AttentionCount::Full };
    if fit.convention() == everything {
        return 0.0;
    }
    let inside = match workload.model().origin {
        Origin::Changed(base) if !fit.saw_model(workload.model()) => clamped(fit, &workload.with_model(base)),
        _ => clamped(fit, workload),
    };
    if std::ptr::eq(inside.model(), workload.model())
        && inside.size() == workload.size()
        && inside.steps() == workload.steps()
        && inside.text_tokens() == workload.text_tokens()
    {
        return 0.0;
    }
    let parting = |workload: &Workload| {
        let pass = denoiser_pass(workload);
        (everything.gflops_with(workload, pass) / fit.convention().gflops_with(workload, pass)).ln()
    };
    (parting(workload) - parting(&inside)).abs()
}

/// The workload moved to the edge of the fitted range, or to what the model can run nearest to that edge.
fn clamped(fit: &Fit, workload: &Workload) -> Workload {
    let ranges = &fit.file().ranges;
    let sides = workload.model().sides;
    let side = |value: u32, [least, most]: [u32; 2]| {
        if (least..=most).contains(&value) { value } else { sides.nearest(value.clamp(least, most)) }
    };
    let size = workload.size();
    let size = Pixels { width: side(size.width, ranges.width), height: side(size.height, ranges.height) };
    let [fewest, most] = ranges.steps.map(|steps| steps.clamp(1, MAX_STEPS));
    let steps = workload.steps().clamp(fewest, most);
    let mut moved = workload.with_size(size).and_then(|moved| moved.with_steps(steps)).unwrap_or(*workload);
    if fit.saw_model(workload.model()) {
        let [least, most] = ranges.text_tokens;
        let text_tokens = workload.text_tokens().clamp(least, most);
        moved = moved.with_text_tokens(text_tokens).unwrap_or(moved);
    }
    moved
}

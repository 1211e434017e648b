//! Estimates: the best fit for a question, evaluated, with an interval and caveats.

use crate::caveat::Caveat;
use crate::compute::{Convention, Scope};
use crate::error::{Error, Key};
use crate::fit::Fit;
use crate::fit::schema::{Law, Origin};
use crate::flops::AttentionCount;
use crate::gpu::{self, Gpu};
use crate::law::{self, Conditions};
use crate::model::Pixels;
use crate::transfer::{self, LoadPower};
use crate::units::{Energy, Power};
use crate::workload::{Boundary, Precision, Workload};

pub use crate::fit::INTERVAL;

/// Fits on fewer measured configurations than this say so.
const FEW_OBSERVATIONS: u64 = 10;

/// Bytes in a GB, as memory is sold.
const BYTES_PER_GB: f64 = 1e9;

/// What is asked: a workload on a GPU, counted within a boundary.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The model and how it is run.
    pub workload: Workload,
    /// Where it runs.
    pub gpu: &'static Gpu,
    /// Which energy is meant.
    pub boundary: Boundary,
}

/// The answer: energy of one image with its interval, and what to know beside it.
#[derive(Debug, Clone)]
pub struct Estimate<'a> {
    /// What was asked.
    pub question: Question,
    /// The fit that answers.
    pub fit: &'a Fit,
    /// How near the fit comes to the question.
    pub coverage: Coverage,
    /// Energy of one image.
    pub energy: Energy,
    /// Lower end of the [`INTERVAL`].
    pub low: Energy,
    /// Upper end of the [`INTERVAL`].
    pub high: Energy,
    /// Standard deviation behind the interval, in ln units.
    pub ln_sd: f64,
    /// Duration of one image, where it is known or had to be assumed.
    pub seconds: Option<f64>,
    /// Mean power of the GPU, likewise.
    pub power: Option<Power>,
    /// What a reader must know.
    pub caveats: Vec<Caveat<'a>>,
    /// What data sheets add to the law's logarithm.
    pub(crate) ln_transfer: f64,
    /// The precision at which the law itself is evaluated.
    pub(crate) law_precision: Precision,
}

impl Estimate<'_> {
    /// Whether it leaves what its fit saw; the caveats say in which way.
    pub fn is_extrapolated(&self) -> bool {
        self.caveats.iter().any(Caveat::is_extrapolation)
    }

    /// Memory that the weights of all components take at the question's precision, in GB. Activations come on top.
    pub fn memory_gb_needed(&self) -> f64 {
        memory_gb_needed(&self.question.workload)
    }
}

/// How near a fit comes to a question; each step down widens the interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// It saw this model on this GPU.
    ModelAndGpu,
    /// It saw this GPU with other models.
    Gpu,
    /// It saw this model on other GPUs.
    Model,
    /// It saw neither.
    Neither,
}

impl Coverage {
    /// The coverage of a question by a fit.
    pub fn of(fit: &Fit, question: &Question) -> Self {
        match (fit.saw_model(question.workload.model()), fit.saw_gpu(question.gpu)) {
            (true, true) => Self::ModelAndGpu,
            (false, true) => Self::Gpu,
            (true, false) => Self::Model,
            (false, false) => Self::Neither,
        }
    }
}

/// Answers from the best of `fits`: the nearest coverage, then the narrowest interval, then the id.
///
/// # Errors
/// [`Error::PrecisionUnsupported`] where the silicon lacks the precision, [`Error::UnknownFit`] where there is no fit at all,
/// [`Error::NotFinite`] where the coefficients are absurd.
pub fn estimate<'a>(fits: &'a [Fit], question: &Question) -> Result<Estimate<'a>, Error> {
    let nearest = fits
        .iter()
        .map(|fit| Coverage::of(fit, question))
        .min()
        .ok_or_else(|| Error::UnknownFit { given: String::new(), known: Vec::new() })?;
    let mut best: Option<(f64, &Fit)> = None;
    for fit in fits.iter().filter(|fit| Coverage::of(fit, question) == nearest) {
        let width = fit.quantile() * reach(fit, question)?.ln_variance.sqrt();
        let better = best.is_none_or(|(narrowest, chosen)| {
            width.total_cmp(&narrowest).then_with(|| fit.id().cmp(chosen.id())).is_lt()
        });
        if better {
            best = Some((width, fit));
        }
    }
    match best {
        Some((_, fit)) => estimate_with(fit, question),
        None => Err(Error::UnknownFit { given: String::new(), known: Vec::new() }),
    }
}

/// Answers from one fit.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_with<'a>(fit: &'a Fit, question: &Question) -> Result<Estimate<'a>, Error> {
    let Reach { mut ln_variance, ln_shift, law_precision, reference } = reach(fit, question)?;
    let workload = &question.workload;
    let file = fit.file();
    let law_value = |law: &Law| {
        let conditions = conditions(fit, law, question, law_precision);
        law::value(law::ln_value(law, &conditions) + ln_shift) / law.evaluated_at_images as f64
    };
    let fitted = Energy::from_kilowatt_hours(law_value(&file.law));
    let fitted_seconds = file.duration.as_ref().map(law_value);

    let mut caveats = caveats(fit, question, law_precision, reference);
    let within = within_boundary(fit.boundary(), fitted, fitted_seconds, question);
    ln_variance += within.ln_sd * within.ln_sd;
    if let Some(power) = within.assumed {
        caveats.push(Caveat::BoundaryConverted { from: fit.boundary(), to: question.boundary, power });
    }
    let needed_gb = memory_gb_needed(workload);
    if needed_gb > question.gpu.memory_gb {
        caveats.push(Caveat::DoesNotFit { needed_gb, gpu: question.gpu, precision: workload.precision() });
    }

    let ln_sd = ln_variance.sqrt();
    let factor = law::value(fit.quantile() * ln_sd);
    let energy = within.energy;
    let (low, high) = (energy * factor.recip(), energy * factor);
    let sound = [low, energy, high].iter().all(|energy| energy.joules().is_finite() && energy.joules() > 0.0);
    if !sound {
        return Err(Error::NotFinite { fit: fit.id().to_owned() });
    }
    Ok(Estimate {
        question: *question,
        fit,
        coverage: Coverage::of(fit, question),
        energy,
        low,
        high,
        ln_sd,
        seconds: within.seconds,
        power: within.power,
        caveats,
        ln_transfer: ln_shift,
        law_precision,
    })
}

/// Memory that the weights of all components take at the workload's precision, in GB.
pub fn memory_gb_needed(workload: &Workload) -> f64 {
    let bytes = workload.model().parameters() * workload.precision().bytes_per_weight();
    bytes as f64 / BYTES_PER_GB
}

/// What lies between a fit and a question.
struct Reach {
    /// Variance of the ln of the energy within the fit's own boundary.
    ln_variance: f64,
    /// What data sheets add to the law's ln.
    ln_shift: f64,
    /// The precision at which the law itself is evaluated.
    law_precision: Precision,
    /// The GPU on which the law itself is evaluated.
    reference: &'static Gpu,
}

fn reach(fit: &Fit, question: &Question) -> Result<Reach, Error> {
    let workload = &question.workload;
    let precision = workload.precision();
    if !question.gpu.has(precision) {
        return Err(Error::PrecisionUnsupported { precision, gpu: question.gpu });
    }
    let reference = law_gpu(fit, question)?;
    let law_precision = law_precision(fit, precision);
    let law = &fit.file().law;
    let mut ln_variance = law::ln_variance(law, &conditions(fit, law, question, law_precision));
    let mut widen = |sd: f64| ln_variance += sd * sd;

    let same_rate = law_precision == precision || is_half(law_precision) && is_half(precision);
    let ln_shift = if same_rate && question.gpu.id == reference.id {
        0.0
    } else {
        transfer::specification_ln_ratio((question.gpu, precision), (reference, law_precision))
            .ok_or(Error::PrecisionUnsupported { precision: law_precision, gpu: reference })?
    };
    if question.gpu.id != reference.id {
        widen(transfer::GPU_LN_SD);
    }
    if !same_rate {
        widen(transfer::PRECISION_LN_SD);
    }
    let model = workload.model();
    if !fit.saw_model(model) {
        let same_family = fit.saw_family(model.denoiser.family());
        widen(if same_family { transfer::MODEL_LN_SD } else { transfer::FAMILY_LN_SD });
    }
    let [_, most] = fit.file().ranges.batch;
    if workload.batch() > most || workload.batch() < fit.file().ranges.batch[0] {
        widen(transfer::BATCH_LN_SD);
    }
    widen(extrapolation_ln_sd(fit, workload));
    Ok(Reach { ln_variance, ln_shift, law_precision, reference })
}

/// The GPU at which a law is evaluated: the question's where the fit saw it, else the fit's baseline.
fn law_gpu(fit: &Fit, question: &Question) -> Result<&'static Gpu, Error> {
    if fit.saw_gpu(question.gpu) { Ok(question.gpu) } else { gpu::find(&fit.file().baseline_gpu) }
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

pub(crate) fn conditions<'a>(
    fit: &'a Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
) -> Conditions<'a> {
    let workload = &question.workload;
    Conditions {
        gflops_all_images: fit.convention().gflops_per_image(workload) * law.evaluated_at_images as f64,
        fp32: law_precision == Precision::Fp32,
        gpu: if fit.saw_gpu(question.gpu) { question.gpu.id } else { &fit.file().baseline_gpu },
        pixels: workload.size().area(),
    }
}

/// How far two ways of counting part beyond the fitted range: the whole pipeline with full attention against what the law
/// counts, here less there, in ln units. Inside the range the coefficients have absorbed the difference, so it is zero.
fn extrapolation_ln_sd(fit: &Fit, workload: &Workload) -> f64 {
    let inside = clamped(fit, workload);
    if inside.size() == workload.size()
        && inside.steps() == workload.steps()
        && inside.text_tokens() == workload.text_tokens()
    {
        return 0.0;
    }
    let everything = Convention { scope: Scope::Pipeline, attention: AttentionCount::Full };
    let parting = |workload: &Workload| {
        (everything.gflops_per_image(workload) / fit.convention().gflops_per_image(workload)).ln()
    };
    (parting(workload) - parting(&inside)).abs()
}

/// The workload moved to the edge of the fitted range.
fn clamped(fit: &Fit, workload: &Workload) -> Workload {
    let ranges = &fit.file().ranges;
    let within = |value: u32, [least, most]: [u32; 2]| value.clamp(least, most);
    let size = workload.size();
    let size = Pixels { width: within(size.width, ranges.width), height: within(size.height, ranges.height) };
    let text_tokens = if fit.saw_model(workload.model()) {
        within(workload.text_tokens(), ranges.text_tokens)
    } else {
        workload.text_tokens()
    };
    let moved = workload
        .with_size(size)
        .and_then(|moved| moved.with_steps(within(workload.steps(), ranges.steps)))
        .and_then(|moved| moved.with_text_tokens(text_tokens));
    moved.unwrap_or(*workload)
}

/// Energy within the question's boundary, and what had to be assumed for it.
struct Within {
    energy: Energy,
    seconds: Option<f64>,
    power: Option<Power>,
    ln_sd: f64,
    assumed: Option<LoadPower>,
}

fn within_boundary(
    boundary: Boundary,
    fitted: Energy,
    fitted_seconds: Option<f64>,
    question: &Question,
) -> Within {
    let assumed = LoadPower::of(question.gpu);
    let (gross, net, seconds) = match (boundary, fitted_seconds) {
        (Boundary::Net, Some(seconds)) => {
            (fitted + assumed.idle.over_seconds(seconds), fitted, Some(seconds))
        }
        (Boundary::Gross, Some(seconds)) => {
            (fitted, fitted - assumed.idle.over_seconds(seconds), Some(seconds))
        }
        (Boundary::Net, None) => (fitted * assumed.gross_per_net(), fitted, None),
        (Boundary::Gross, None) => (fitted, fitted * assumed.gross_per_net().recip(), None),
    };
    let energy = match question.boundary {
        Boundary::Net => net,
        Boundary::Gross => gross,
    };
    let converted = boundary != question.boundary;
    let assumed_seconds = converted.then(|| gross.joules() / assumed.load.watts());
    let seconds = seconds.or(assumed_seconds);
    Within {
        energy,
        seconds,
        power: seconds.map(|seconds| Power::from_watts(gross.joules() / seconds)),
        ln_sd: if converted { assumed.ln_sd() } else { 0.0 },
        assumed: converted.then_some(assumed),
    }
}

fn caveats<'a>(
    fit: &'a Fit,
    question: &Question,
    law_precision: Precision,
    reference: &'static Gpu,
) -> Vec<Caveat<'a>> {
    let workload = &question.workload;
    let ranges = &fit.file().ranges;
    let mut caveats = Vec::new();
    if !fit.saw_model(workload.model()) {
        caveats.push(Caveat::ModelNotInFit { model: workload.model(), fit });
    }
    if question.gpu.id != reference.id {
        caveats.push(Caveat::GpuNotInFit { gpu: question.gpu, reference });
    } else if question.gpu.id == PAPER_A100 && matches!(fit.file().origin, Origin::Paper { .. }) {
        caveats.push(Caveat::GpuVariantUnknown { gpu: question.gpu });
    }
    if law_precision != workload.precision() {
        caveats
            .push(Caveat::PrecisionNotMeasured { precision: workload.precision(), instead: law_precision });
    }
    let text_tokens = fit.saw_model(workload.model()).then_some((
        Key::TextTokens,
        workload.text_tokens(),
        ranges.text_tokens,
    ));
    let axes = [
        (Key::Width, workload.size().width, ranges.width),
        (Key::Height, workload.size().height, ranges.height),
        (Key::Steps, workload.steps(), ranges.steps),
        (Key::Batch, workload.batch(), ranges.batch),
    ];
    for (axis, given, [least, most]) in axes.into_iter().chain(text_tokens) {
        if given < least || given > most {
            caveats.push(Caveat::OutsideFittedRange {
                axis,
                given: given.into(),
                seen: [least.into(), most.into()],
            });
        }
    }
    use crate::error::Choice;
    let guidance = workload.guidance();
    if !ranges.guidance.iter().any(|seen| seen == guidance.name()) {
        caveats.push(Caveat::GuidanceNotInFit { given: guidance });
    }
    if let Some(n) = fit.file().quality.n.filter(|n| *n < FEW_OBSERVATIONS) {
        caveats.push(Caveat::FewObservations { n });
    }
    caveats
}

/// The card that the paper's "A100" is taken for; it does not say SXM or PCIe.
const PAPER_A100: &str = "a100-sxm4-80gb";

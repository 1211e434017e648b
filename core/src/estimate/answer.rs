//! The answer to a question: an estimate with its interval, and how near its fit comes.

use super::interval_parts::{Cause, IntervalPart, Variances};
use super::question::Question;
use crate::caveat::Caveat;
use crate::error::Error;
use crate::fit::Fit;
use crate::fit::schema::Feature;
use crate::gpu::Gpu;
use crate::law;
use crate::model::Denoiser;
use crate::setting::Precision;
use crate::units::{Energy, Power};
use crate::workload::Workload;

/// Bytes in a GB, as memory is sold.
const BYTES_PER_GB: f64 = 1e9;

/// The answer: energy of one image with its interval, and what to know beside it.
#[derive(Debug, Clone)]
pub struct Estimate<'a> {
    /// The question.
    pub question: Question,
    /// The fit that answers.
    pub fit: &'a Fit,
    /// Coverage of the question by the fit.
    pub coverage: Coverage,
    /// Energy of one image.
    pub energy: Energy,
    /// Lower end of the [`crate::fit::INTERVAL`].
    pub low: Energy,
    /// Upper end of the [`crate::fit::INTERVAL`].
    pub high: Energy,
    /// Half-width of the interval in ln units.
    pub ln_half_width: f64,
    /// Duration of one image, where it is known or had to be assumed.
    pub seconds: Option<f64>,
    /// Mean power of the GPU, likewise.
    pub power: Option<Power>,
    /// Caveats for the reader.
    pub caveats: Vec<Caveat<'a>>,
    /// Variances that make the width of the interval.
    pub(crate) variances: Variances,
    /// Shift of the law's logarithm by data sheets.
    pub(crate) ln_transfer: f64,
    /// The precision at which the law itself is evaluated.
    pub(crate) law_precision: Precision,
    /// The GPU at which the law itself is evaluated.
    pub(crate) law_gpu: &'static Gpu,
}

impl Estimate<'_> {
    /// Returns whether the estimate leaves what its fit saw; the caveats say in which way.
    pub fn is_extrapolated(&self) -> bool {
        self.caveats.iter().any(Caveat::is_extrapolation)
    }

    /// Memory that [`memory_gb_needed`] says for the question, in GB.
    pub fn memory_gb_needed(&self) -> f64 {
        memory_gb_needed(&self.question.workload)
    }

    /// Energy for a second of video; `None` for an image.
    pub fn per_second(&self) -> Option<Energy> {
        self.question.workload.seconds_shown().map(|seconds| self.energy * seconds.recip())
    }
}

/// An effect on the time of runs, and what a fit knows of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectOnTime<'a> {
    /// Kind of effect: `model`, `gpu`, `architecture` or `laboratory`.
    pub of: &'static str,
    /// Level of the effect, such as an id; empty for the reader's laboratory.
    pub level: &'a str,
    /// The factor on time and energy; `None` where the fit does not know it and charges its spread.
    pub factor: Option<f64>,
}

impl Estimate<'_> {
    /// Returns the share of each cause in the interval, without those that add nothing. The parts' `ln_adds` add up to
    /// [`Estimate::ln_half_width`].
    pub fn interval_parts(&self) -> Vec<IntervalPart> {
        let total = self.variances.total();
        let part = |cause: Cause| {
            let variance = self.variances.of(cause);
            let ln_adds = self.ln_half_width * variance / total;
            (variance > 0.0).then(|| IntervalPart { cause, ln_sd: variance.sqrt(), ln_adds })
        };
        Cause::ALL.into_iter().filter_map(part).collect()
    }

    /// The factor by which what a caveat says widens the interval; `None` where it adds nothing. That of settings outside the fitted range is of
    /// all of them together.
    pub fn caveat_factor(&self, caveat: &Caveat) -> Option<f64> {
        let parts = self.interval_parts().into_iter().filter(|part| part.cause.is_of(caveat));
        let ln_adds: f64 = parts.map(|part| part.ln_adds).sum();
        (ln_adds > 0.0).then(|| ln_adds.exp())
    }

    /// The effects of model, GPU, architecture and laboratory, known or not. Empty for laws without effects.
    pub fn effects(&self) -> Vec<EffectOnTime<'_>> {
        if !self.fit.answers_everything() {
            return Vec::new();
        }
        let (model, gpu) = (self.question.workload.model().id, self.question.gpu);
        let effect = |(of, feature, level): (&'static str, Feature, &'static str)| {
            let mut terms = self.fit.file().law.terms.iter();
            let known = terms.find(|term| term.feature == feature && term.level.as_deref() == Some(level));
            EffectOnTime { of, level, factor: known.map(|term| term.coefficient.exp()) }
        };
        [
            ("model", Feature::Model, model),
            ("gpu", Feature::Gpu, gpu.id),
            ("architecture", Feature::Architecture, gpu.architecture),
            // Every reader is another laboratory than those that a fit knows.
            ("laboratory", Feature::Source, ""),
        ]
        .map(effect)
        .to_vec()
    }
}

/// Coverage of a question by a fit; each step down widens the interval.
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
        let (model, gpu) = (question.workload.model(), question.gpu);
        match (fit.saw_model(model), fit.saw_gpu(gpu)) {
            (true, true) if fit.saw_pair(model, gpu) => Self::ModelAndGpu,
            (_, true) => Self::Gpu,
            (true, false) => Self::Model,
            (false, false) => Self::Neither,
        }
    }
}

/// Memory that the weights of all components take at the workload's precision, or in the format and on the GPU as the run is set up, in GB. Activations come on top:
/// those of an image are left out; of clips, what a block of the denoiser holds at once of all clips of a batch is added.
pub fn memory_gb_needed(workload: &Workload) -> f64 {
    let (model, precision) = (workload.model(), workload.precision());
    let weights = (model.parameters() * precision.bytes_per_weight()) as f64;
    #[cfg(feature = "how-it-runs")]
    let weights = super::running::held_weights(workload).unwrap_or(weights);
    let held = match &model.denoiser {
        Denoiser::Class(class) if class.frames.is_some() => {
            let tokens = class.tokens(workload.clip(), model.latent_scale) * u64::from(workload.batch());
            let numbers = tokens * class.network.held_per_token();
            (numbers * precision.bytes_per_activation()) as f64
        }
        _ => 0.0,
    };
    (weights + held) / BYTES_PER_GB
}

/// The ends of the interval of a half-width in ln units around an energy.
///
/// # Errors
/// [`Error::NotFinite`] where one of them is no positive number: the fit's coefficients are absurd.
pub(super) fn interval(fit: &Fit, energy: Energy, ln_half_width: f64) -> Result<[Energy; 2], Error> {
    let factor = law::value(ln_half_width);
    let (low, high) = (energy * factor.recip(), energy * factor);
    let sound = [low, energy, high].iter().all(|energy| energy.joules().is_finite() && energy.joules() > 0.0);
    if sound { Ok([low, high]) } else { Err(Error::NotFinite { fit: fit.id().to_owned() }) }
}

/// The caveat of a run whose weights exceed the GPU's memory.
pub(super) fn does_not_fit<'a>(question: &Question) -> Option<Caveat<'a>> {
    let (workload, gpu) = (&question.workload, question.gpu);
    let needed_gb = memory_gb_needed(workload);
    let memory_gb = gpu.memory_gb.filter(|memory_gb| needed_gb > *memory_gb)?;
    let (precision, is_clip) = (workload.precision(), workload.frames() > 1);
    #[cfg(feature = "how-it-runs")]
    if let Some(caveat) = super::running::does_not_fit(workload, needed_gb, memory_gb, gpu) {
        return Some(caveat);
    }
    Some(Caveat::DoesNotFit { needed_gb, memory_gb, gpu, precision, is_clip })
}

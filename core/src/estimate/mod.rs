//! Estimates: the best fit for a question, evaluated, with an interval and caveats.

mod caveats;
mod reach;
mod within;

use crate::caveat::Caveat;
use crate::error::Error;
use crate::fit::schema::{EnergyUnit, Law};
use crate::fit::{Fit, NORMAL};
use crate::gpu::Gpu;
use crate::law::{self, Conditions};
use crate::units::{Energy, Power};
use crate::workload::{Boundary, Precision, Workload};

pub use crate::fit::INTERVAL;
use caveats::caveats;
pub(crate) use reach::conditions;
use reach::{Reach, reach};
use within::within_boundary;

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
    /// Half-width of the interval in ln units.
    pub ln_half_width: f64,
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
    /// The GPU at which the law itself is evaluated.
    pub(crate) law_gpu: &'static Gpu,
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
        let (model, gpu) = (question.workload.model(), question.gpu);
        match (fit.saw_model(model), fit.saw_gpu(gpu)) {
            (true, true) if fit.saw_pair(model, gpu) => Self::ModelAndGpu,
            (_, true) => Self::Gpu,
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
    let mut best: Option<(f64, Estimate)> = None;
    for fit in fits.iter().filter(|fit| Coverage::of(fit, question) == nearest) {
        let estimate = estimate_with(fit, question)?;
        let width = estimate.ln_half_width;
        let better = best.as_ref().is_none_or(|(narrowest, chosen)| {
            width.total_cmp(narrowest).then_with(|| fit.id().cmp(chosen.fit.id())).is_lt()
        });
        if better {
            best = Some((width, estimate));
        }
    }
    best.map(|(_, estimate)| estimate)
        .ok_or_else(|| Error::UnknownFit { given: String::new(), known: Vec::new() })
}

/// Answers from one fit.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_with<'a>(fit: &'a Fit, question: &Question) -> Result<Estimate<'a>, Error> {
    let Reach { fitted_variance, mut assumed_variance, ln_shift, law_precision, reference, conditions } =
        reach(fit, question)?;
    let workload = &question.workload;
    let file = fit.file();
    let value = |law: &Law, conditions: &Conditions| law::value(law::ln_value(law, conditions) + ln_shift);
    let fitted = match file.units.energy {
        EnergyUnit::KilowattHoursAllImages => {
            Energy::from_kilowatt_hours(value(&file.law, &conditions) / file.law.evaluated_at_images as f64)
        }
        EnergyUnit::JoulesPerImage => Energy::from_joules(value(&file.law, &conditions)),
    };
    // A GPU that was not fitted is taken to draw the same share of its board power.
    let power_ratio = question.gpu.board_power_w / reference.board_power_w;
    let fitted_seconds = file
        .duration
        .as_ref()
        .map(|law| value(law, &conditions.in_seconds()) / law.evaluated_at_images as f64 / power_ratio);

    let mut caveats = caveats(fit, question, law_precision, reference);
    let within = within_boundary(fit, fitted, fitted_seconds, question);
    assumed_variance += within.ln_sd * within.ln_sd;
    if let Some(power) = within.converted {
        caveats.push(Caveat::BoundaryConverted { from: fit.boundary(), to: question.boundary, power });
    }
    let needed_gb = memory_gb_needed(workload);
    if needed_gb > question.gpu.memory_gb {
        caveats.push(Caveat::DoesNotFit { needed_gb, gpu: question.gpu, precision: workload.precision() });
    }

    // Few observations make what they found less certain; they do not change what is assumed.
    let half_width =
        law::combined_sd(fit.quantile() * fitted_variance.sqrt(), NORMAL * assumed_variance.sqrt());
    let factor = law::value(half_width);
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
        ln_half_width: half_width,
        seconds: within.seconds,
        power: within.power,
        caveats,
        ln_transfer: ln_shift,
        law_precision,
        law_gpu: reference,
    })
}

/// Memory that the weights of all components take at the workload's precision, in GB.
pub fn memory_gb_needed(workload: &Workload) -> f64 {
    let bytes = workload.model().parameters() * workload.precision().bytes_per_weight();
    bytes as f64 / BYTES_PER_GB
}

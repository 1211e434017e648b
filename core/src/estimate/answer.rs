//! The answer to a question: an estimate with its interval, and how near its fit comes.

use super::question::Question;
use crate::caveat::Caveat;
use crate::error::Error;
use crate::fit::Fit;
use crate::gpu::Gpu;
use crate::law;
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

    /// Memory that the weights of all components take at the question's precision, in GB. Activations come on top.
    pub fn memory_gb_needed(&self) -> f64 {
        memory_gb_needed(&self.question.workload)
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

/// Memory that the weights of all components take at the workload's precision, in GB.
pub fn memory_gb_needed(workload: &Workload) -> f64 {
    let bytes = workload.model().parameters() * workload.precision().bytes_per_weight();
    bytes as f64 / BYTES_PER_GB
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
    (needed_gb > gpu.memory_gb).then(|| Caveat::DoesNotFit {
        needed_gb,
        gpu,
        precision: workload.precision(),
    })
}

//! The steps of a schedule.

/// Time steps of training.
pub(super) const TRAINING_STEPS: usize = 1000;

/// Predictions that a step may use at most: the fourth order of PNDM.
pub(super) const PREDICTIONS: usize = 4;

/// The passes of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Deviation of the first noise (`init_noise_sigma`).
    pub first_noise: f64,
    /// Steps, one per pass, guidance aside. PNDM makes a pass more than it has steps.
    pub steps: Vec<Step>,
}

/// A pass and its update: `next = latent_factor · latent + Σ prediction_factors · predictions`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Time step that the denoiser sees, 0 to 1000.
    pub time: f64,
    /// Factor on the latent before the denoiser sees it (`scale_model_input`).
    pub seen_factor: f64,
    /// Latent that the step starts from.
    pub from: From,
    /// Factor on that latent.
    pub latent_factor: f64,
    /// Factors on predictions, the newest first.
    pub prediction_factors: [f64; PREDICTIONS],
}

/// The latent that a step moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The one that the denoiser saw; its prediction is kept for later steps.
    Seen,
    /// The one of the step before, which is made once more with a better prediction. This step's own prediction is not kept.
    Before,
}

impl Step {
    /// A step of first order.
    pub(super) const fn simple(time: f64, latent_factor: f64, prediction_factor: f64) -> Self {
        Self {
            time,
            seen_factor: 1.0,
            from: From::Seen,
            latent_factor,
            prediction_factors: [prediction_factor, 0.0, 0.0, 0.0],
        }
    }
}

/// Values at equal distances.
pub(super) fn evenly(first: f64, last: f64, count: usize) -> impl DoubleEndedIterator<Item = f64> {
    let gap = if count > 1 { (last - first) / (count - 1) as f64 } else { 0.0 };
    (0..count).map(move |index| first + gap * index as f64)
}

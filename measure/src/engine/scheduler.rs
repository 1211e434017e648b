//! Schedules: which time steps the denoiser sees, and how its prediction moves the latent.
//!
//! Both schedulers are linear in latent and prediction, so a schedule is a list of factors.

use candle_core::{Result, Tensor};

/// Which scheduler a pipeline uses, with its settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ScheduleKind {
    /// Euler steps along a rectified flow with fixed shift (`FlowMatchEulerDiscreteScheduler`, `shift`).
    FlowFixed {
        /// By how much noise levels are pushed towards noise.
        shift: f64,
    },
    /// The same with a shift that grows with the image (`use_dynamic_shifting`).
    FlowDynamic(Dynamic),
    /// DDIM (Song et al. 2021, arXiv:2010.02502) on velocity predictions (`DDIMScheduler`, `v_prediction`,
    /// `scaled_linear` betas, `leading` spacing).
    DdimVelocity {
        /// First beta.
        beta_start: f64,
        /// Last beta.
        beta_end: f64,
        /// What is added to every time step (`steps_offset`).
        offset: usize,
    },
}

/// A shift that is linear in the number of image tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dynamic {
    /// Image tokens at which the shift is `base_shift`.
    pub base_tokens: usize,
    /// Image tokens at which it is `max_shift`.
    pub max_tokens: usize,
    /// Natural logarithm of the factor on the noise-to-signal ratio at `base_tokens`.
    pub base_shift: f64,
    /// The same at `max_tokens`.
    pub max_shift: f64,
    /// The noise level to which the last step is stretched, where it is.
    pub terminal: Option<f64>,
}

/// Time steps of training.
const TRAINING_STEPS: usize = 1000;

/// One denoising step: `next = latent_factor · latent + prediction_factor · prediction`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Time step that the denoiser sees, 0 to 1000.
    pub time: f64,
    /// Factor on the latent.
    pub latent_factor: f64,
    /// Factor on the prediction.
    pub prediction_factor: f64,
}

impl Step {
    /// The next latent.
    ///
    /// # Errors
    /// Tensors of different shapes or precisions.
    pub fn advance(&self, latent: &Tensor, prediction: &Tensor) -> Result<Tensor> {
        latent.affine(self.latent_factor, 0.0)? + prediction.affine(self.prediction_factor, 0.0)?
    }
}

impl ScheduleKind {
    /// `steps` steps for an image of so many tokens. Qwen-Image's stretched schedule is undefined for a single step
    /// (diffusers divides by zero); it is not stretched then.
    ///
    /// # Errors
    /// No steps, or more than the training had.
    pub fn steps(&self, steps: usize, image_tokens: usize) -> Result<Vec<Step>> {
        let most =
            if matches!(self, Self::DdimVelocity { .. }) { TRAINING_STEPS - 1 } else { TRAINING_STEPS };
        if steps == 0 || steps > most {
            candle_core::bail!("{steps} denoising steps: this schedule takes 1 to {most}");
        }
        Ok(match *self {
            Self::FlowFixed { shift } => flow(&fixed_noise_levels(steps, shift)),
            Self::FlowDynamic(dynamic) => flow(&dynamic.noise_levels(steps, image_tokens)),
            Self::DdimVelocity { beta_start, beta_end, offset } => ddim(steps, beta_start, beta_end, offset),
        })
    }
}

/// Euler steps between noise levels; the last goes to zero.
fn flow(levels: &[f64]) -> Vec<Step> {
    let next = levels.iter().skip(1).copied().chain([0.0]);
    levels
        .iter()
        .zip(next)
        .map(|(&level, next)| Step {
            time: level * TRAINING_STEPS as f64,
            latent_factor: 1.0,
            prediction_factor: next - level,
        })
        .collect()
}

/// diffusers shifts the training's noise levels first and then those of the run between their ends.
fn fixed_noise_levels(steps: usize, shift: f64) -> Vec<f64> {
    let shifted = |level: f64| shift * level / (1.0 + (shift - 1.0) * level);
    let least = shifted(1.0 / TRAINING_STEPS as f64);
    evenly(1.0, least, steps).map(shifted).collect()
}

impl Dynamic {
    fn noise_levels(&self, steps: usize, image_tokens: usize) -> Vec<f64> {
        let slope = (self.max_shift - self.base_shift) / (self.max_tokens - self.base_tokens) as f64;
        let shift = self.base_shift + slope * (image_tokens as f64 - self.base_tokens as f64);
        let factor = shift.exp();
        let levels: Vec<f64> = evenly(1.0, 1.0 / steps as f64, steps)
            .map(|level| factor / (factor + (1.0 / level - 1.0)))
            .collect();
        match (self.terminal, levels.last()) {
            (Some(terminal), Some(&last)) if steps > 1 => {
                let stretch = (1.0 - last) / (1.0 - terminal);
                levels.iter().map(|level| 1.0 - (1.0 - level) / stretch).collect()
            }
            _ => levels,
        }
    }
}

fn evenly(first: f64, last: f64, count: usize) -> impl Iterator<Item = f64> {
    let gap = if count > 1 { (last - first) / (count - 1) as f64 } else { 0.0 };
    (0..count).map(move |index| first + gap * index as f64)
}

fn ddim(steps: usize, beta_start: f64, beta_end: f64, offset: usize) -> Vec<Step> {
    // How much of the signal's variance is left at each training step.
    let mut kept = 1.0;
    let signal: Vec<f64> = evenly(beta_start.sqrt(), beta_end.sqrt(), TRAINING_STEPS)
        .map(|root| {
            kept *= 1.0 - root * root;
            kept
        })
        .collect();
    let gap = TRAINING_STEPS / steps;
    let step = |index: usize| {
        let time = index * gap + offset;
        let now = signal[time];
        // `set_alpha_to_one` is false: the end is the first training step, not the clean image.
        let next = time.checked_sub(gap).map_or(signal[0], |time| signal[time]);
        let (noise, next_noise) = (1.0 - now, 1.0 - next);
        Step {
            time: time as f64,
            latent_factor: (next * now).sqrt() + (next_noise * noise).sqrt(),
            prediction_factor: (next_noise * now).sqrt() - (next * noise).sqrt(),
        }
    };
    (0..steps).rev().map(step).collect()
}

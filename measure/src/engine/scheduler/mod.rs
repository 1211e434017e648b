//! Schedules: which time steps the denoiser sees, and how its predictions move the latent.
//!
//! Every scheduler here is linear in latents and predictions, so a schedule is a list of factors.

mod diffusion;
mod flow;
mod step;
mod trajectory;

use candle_core::Result;

pub use diffusion::{Diffusion, Sampler};
pub use flow::Dynamic;
use step::TRAINING_STEPS;
pub use step::{From, Schedule, Step};
pub use trajectory::Trajectory;

/// Scheduler of a pipeline, with its settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ScheduleKind {
    /// Euler steps along a rectified flow with fixed shift (`FlowMatchEulerDiscreteScheduler`, `shift`).
    FlowFixed {
        /// By how much noise levels are pushed towards noise.
        shift: f64,
    },
    /// Flow matching with a shift that grows with the image (`use_dynamic_shifting`).
    FlowDynamic(Dynamic),
    /// A sampler of a diffusion process.
    Diffusion(Diffusion),
}

impl ScheduleKind {
    /// The schedule of a run of `steps` steps for an image of so many tokens. Qwen-Image's stretched schedule is undefined for a single
    /// step (diffusers divides by zero); it is not stretched then.
    ///
    /// # Errors
    /// No steps, or more than the training had.
    pub fn schedule(&self, steps: usize, image_tokens: usize) -> Result<Schedule> {
        let most = if matches!(self, Self::Diffusion(_)) { TRAINING_STEPS - 1 } else { TRAINING_STEPS };
        if steps == 0 || steps > most {
            candle_core::bail!("{steps} denoising steps: this schedule takes 1 to {most}");
        }
        Ok(match self {
            Self::FlowFixed { shift } => flow::schedule(&flow::fixed_noise_levels(steps, *shift)),
            Self::FlowDynamic(dynamic) => flow::schedule(&dynamic.noise_levels(steps, image_tokens)),
            Self::Diffusion(diffusion) => diffusion.schedule(steps),
        })
    }

    /// The name of the sampler, as rows have it.
    pub const fn sampler(&self) -> &'static str {
        match self {
            Self::FlowFixed { .. } | Self::FlowDynamic(_) => "flow-match-euler",
            Self::Diffusion(diffusion) => diffusion.sampler.name(),
        }
    }

    /// Returns the schedule with another sampler; `None` where the model was not trained on a diffusion process.
    #[must_use]
    pub const fn with_sampler(self, sampler: Sampler) -> Option<Self> {
        match self {
            Self::Diffusion(diffusion) => Some(Self::Diffusion(Diffusion { sampler, ..diffusion })),
            Self::FlowFixed { .. } | Self::FlowDynamic(_) => None,
        }
    }
}

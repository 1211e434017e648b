//! Samplers of a diffusion process whose denoiser predicts velocities (`v_prediction`, `scaled_linear` betas), as diffusers 0.42.1
//! writes them with the settings that it takes over from the checkpoint.

use super::step::{From, PREDICTIONS, Schedule, Step, TRAINING_STEPS, evenly};

/// A diffusion process and what samples it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Diffusion {
    /// First beta.
    pub beta_start: f64,
    /// Last beta.
    pub beta_end: f64,
    /// Added to every time step of DDIM and PNDM (`steps_offset`).
    pub offset: usize,
    /// Sampler.
    pub sampler: Sampler,
}

/// A sampler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampler {
    /// DDIM (Song et al. 2021, arXiv:2010.02502; `DDIMScheduler`, `leading` spacing).
    Ddim,
    /// PNDM without Runge-Kutta steps (Liu et al. 2022, arXiv:2202.09778; `PNDMScheduler`, `skip_prk_steps`): four predictions a step,
    /// and one pass more than steps.
    Pndm,
    /// Euler steps (Karras et al. 2022, arXiv:2206.00364, algorithm 2 without churn; `EulerDiscreteScheduler`, `linspace` spacing).
    Euler,
}

impl Sampler {
    /// Every sampler.
    pub const ALL: [Self; 3] = [Self::Ddim, Self::Pndm, Self::Euler];

    /// Returns the name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ddim => "ddim",
            Self::Pndm => "pndm",
            Self::Euler => "euler",
        }
    }
}

/// Weights of the newest predictions in a step of PNDM, by how many there are (Adams-Bashforth; equation 9 of the paper for four).
const ORDERS: [[f64; PREDICTIONS]; PREDICTIONS] = [
    [1.0, 0.0, 0.0, 0.0],
    [3.0 / 2.0, -1.0 / 2.0, 0.0, 0.0],
    [23.0 / 12.0, -16.0 / 12.0, 5.0 / 12.0, 0.0],
    [55.0 / 24.0, -59.0 / 24.0, 37.0 / 24.0, -9.0 / 24.0],
];

impl Diffusion {
    pub(super) fn schedule(&self, steps: usize) -> Schedule {
        let signal = self.signal();
        match self.sampler {
            Sampler::Ddim => self.ddim(&signal, steps),
            Sampler::Pndm => self.pndm(&signal, steps),
            Sampler::Euler => euler(&signal, steps),
        }
    }

    /// The part of the signal's variance that is left at each training step (`alphas_cumprod`).
    fn signal(&self) -> Vec<f64> {
        let mut kept = 1.0;
        evenly(self.beta_start.sqrt(), self.beta_end.sqrt(), TRAINING_STEPS)
            .map(|root| {
                kept *= 1.0 - root * root;
                kept
            })
            .collect()
    }

    fn ddim(&self, signal: &[f64], steps: usize) -> Schedule {
        let gap = TRAINING_STEPS / steps;
        let step = |index: usize| {
            let time = index * gap + self.offset;
            let (latent, prediction) = along(signal, time, time.checked_sub(gap));
            Step::simple(time as f64, latent, prediction)
        };
        Schedule { first_noise: 1.0, steps: (0..steps).rev().map(step).collect() }
    }

    fn pndm(&self, signal: &[f64], steps: usize) -> Schedule {
        let gap = TRAINING_STEPS / steps;
        let time = |index: usize| index * gap + self.offset;
        let last = steps - 1;
        let first = {
            let (latent, prediction) = along(signal, time(last), time(last).checked_sub(gap));
            Step::simple(time(last) as f64, latent, prediction)
        };
        // The first step is made twice, the second time with the mean of the predictions at both of its ends.
        let again = last.checked_sub(1).map(|end| {
            let (latent, prediction) = along(signal, time(end) + gap, Some(time(end)));
            Step {
                from: From::Before,
                prediction_factors: [prediction / 2.0, prediction / 2.0, 0.0, 0.0],
                ..Step::simple(time(end) as f64, latent, prediction)
            }
        });
        let later = (0..last).rev().zip(1..).map(|(index, known)| {
            let (latent, prediction) = along(signal, time(index), time(index).checked_sub(gap));
            let weights = ORDERS[known.min(PREDICTIONS - 1)];
            Step {
                prediction_factors: weights.map(|weight| weight * prediction),
                ..Step::simple(time(index) as f64, latent, prediction)
            }
        });
        Schedule { first_noise: 1.0, steps: [first].into_iter().chain(again).chain(later).collect() }
    }
}

/// The way from a training step to an earlier one along a velocity: factors on latent and velocity. `None` is the end, which is the first
/// training step and not the clean image (`set_alpha_to_one` is false).
fn along(signal: &[f64], time: usize, next: Option<usize>) -> (f64, f64) {
    let (now, next) = (signal[time], signal[next.unwrap_or(0)]);
    let (noise, next_noise) = (1.0 - now, 1.0 - next);
    ((next * now).sqrt() + (next_noise * noise).sqrt(), (next_noise * now).sqrt() - (next * noise).sqrt())
}

fn euler(signal: &[f64], steps: usize) -> Schedule {
    let noise = |step: usize| ((1.0 - signal[step]) / signal[step]).sqrt();
    let between = |time: f64| {
        let before = time.floor() as usize;
        let after = (before + 1).min(TRAINING_STEPS - 1);
        let part = time - time.floor();
        (1.0 - part) * noise(before) + part * noise(after)
    };
    let times: Vec<f64> = evenly(0.0, (TRAINING_STEPS - 1) as f64, steps).rev().collect();
    let levels: Vec<f64> = times.iter().map(|&time| between(time)).collect();
    let next = levels.iter().skip(1).copied().chain([0.0]);
    let step = |((&time, &level), next): ((&f64, &f64), f64)| {
        // The clean image that the velocity implies is latent / (level² + 1) − velocity · level / √(level² + 1).
        let variance = level * level + 1.0;
        let way = next - level;
        Step {
            seen_factor: variance.sqrt().recip(),
            ..Step::simple(time, 1.0 + way * level / variance, way / variance.sqrt())
        }
    };
    Schedule {
        first_noise: levels.iter().copied().fold(0.0, f64::max),
        steps: times.iter().zip(&levels).zip(next).map(step).collect(),
    }
}

//! Rectified flows: Euler steps between noise levels.

use super::step::{Schedule, Step, TRAINING_STEPS, evenly};

/// A shift that is linear in the number of image tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dynamic {
    /// Image tokens at which the shift is `base_shift`.
    pub base_tokens: usize,
    /// Image tokens at which it is `max_shift`.
    pub max_tokens: usize,
    /// Natural logarithm of the factor on the noise-to-signal ratio at `base_tokens`.
    pub base_shift: f64,
    /// Shift at `max_tokens`.
    pub max_shift: f64,
    /// The noise level to which the last step is stretched, where it is.
    pub terminal: Option<f64>,
}

/// Steps between noise levels; the last goes to zero.
pub(super) fn schedule(levels: &[f64]) -> Schedule {
    let next = levels.iter().skip(1).copied().chain([0.0]);
    let step = |(&level, next): (&f64, f64)| Step::simple(level * TRAINING_STEPS as f64, 1.0, next - level);
    Schedule { first_noise: 1.0, steps: levels.iter().zip(next).map(step).collect() }
}

/// diffusers shifts the training's noise levels first and then those of the run between their ends.
pub(super) fn fixed_noise_levels(steps: usize, shift: f64) -> Vec<f64> {
    let shifted = |level: f64| shift * level / (1.0 + (shift - 1.0) * level);
    let least = shifted(1.0 / TRAINING_STEPS as f64);
    evenly(1.0, least, steps).map(shifted).collect()
}

impl Dynamic {
    pub(super) fn noise_levels(&self, steps: usize, image_tokens: usize) -> Vec<f64> {
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

//! A latent on its way from noise to an image.

use candle_core::{Result, Tensor};

use super::step::{From, PREDICTIONS, Step};

/// The latent, and what later steps need of earlier ones.
#[derive(Debug, Clone)]
pub struct Trajectory {
    latent: Tensor,
    before: Option<Tensor>,
    /// The newest first.
    predictions: Vec<Tensor>,
}

impl Trajectory {
    /// A way that starts from noise.
    pub const fn new(start: Tensor) -> Self {
        Self { latent: start, before: None, predictions: Vec::new() }
    }

    /// The present latent.
    pub const fn latent(&self) -> &Tensor {
        &self.latent
    }

    /// The latent as the denoiser sees it in a step.
    ///
    /// # Errors
    /// Whatever the device fails with.
    pub fn seen(&self, step: &Step) -> Result<Tensor> {
        if step.seen_factor == 1.0 {
            Ok(self.latent.clone())
        } else {
            self.latent.affine(step.seen_factor, 0.0)
        }
    }

    /// Makes a step with what the denoiser predicted for it.
    ///
    /// # Errors
    /// A prediction of another shape or precision.
    pub fn advance(&mut self, step: &Step, prediction: Tensor) -> Result<()> {
        let from = match step.from {
            From::Seen => self.latent.clone(),
            From::Before => self.before.clone().unwrap_or_else(|| self.latent.clone()),
        };
        let mut next = from.affine(step.latent_factor, 0.0)?;
        let used = [&prediction].into_iter().chain(&self.predictions);
        for (prediction, factor) in used.zip(step.prediction_factors).filter(|(_, factor)| *factor != 0.0) {
            next = (next + prediction.affine(factor, 0.0)?)?;
        }
        if step.from == From::Seen {
            self.predictions.insert(0, prediction);
            self.predictions.truncate(PREDICTIONS - 1);
        }
        self.before = Some(std::mem::replace(&mut self.latent, next));
        Ok(())
    }
}

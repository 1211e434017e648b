//! The denoising loop, and the passes of guidance.

use candle_core::{D, DType, Tensor};

use super::encode::{Conditions, joined};
use super::engine::{Engine, Passes};
use super::report::Watch;
use crate::engine::denoiser::{Condition, Observe, pack, unobserved, unpack};
use crate::engine::error::EngineError;
use crate::engine::scheduler::{Step, Trajectory};

/// Side of the patches over which Qwen-Image measures the length of a prediction.
const PATCH: usize = 2;

impl Engine {
    /// Makes all passes; latents stay in 32 bits between them.
    pub(super) fn denoise(
        &self,
        start: &Tensor,
        steps: &[Step],
        conditions: &Conditions,
        passes: Passes,
        watch: &mut dyn Watch,
    ) -> Result<Tensor, EngineError> {
        let both = match (&conditions.negative, passes) {
            (Some(negative), Passes::Batched) => Some(joined(negative, &conditions.positive)?),
            _ => None,
        };
        let mut trajectory = Trajectory::new(start.clone());
        for (index, step) in steps.iter().enumerate() {
            let prediction = self.predict(&trajectory.seen(step)?, step.time, conditions, both.as_ref())?;
            trajectory.advance(step, prediction)?;
            watch.step(index + 1, steps.len(), trajectory.latent());
        }
        Ok(trajectory.latent().clone())
    }

    /// The prediction of one step, guided where there is a negative condition.
    fn predict(
        &self,
        latents: &Tensor,
        time: f64,
        conditions: &Conditions,
        both: Option<&Condition>,
    ) -> Result<Tensor, EngineError> {
        let Some(negative) = &conditions.negative else {
            return self.pass(latents, time, &conditions.positive, &mut unobserved);
        };
        let (without, with) = match both {
            Some(both) => {
                let twice = Tensor::cat(&[latents, latents], 0)?;
                let predictions = self.pass(&twice, time, both, &mut unobserved)?;
                let images = latents.dim(0)?;
                (predictions.narrow(0, 0, images)?, predictions.narrow(0, images, images)?)
            }
            None => {
                let with = self.pass(latents, time, &conditions.positive, &mut unobserved)?;
                (self.pass(latents, time, negative, &mut unobserved)?, with)
            }
        };
        let guided = (&without + ((&with - &without)? * self.detail.guidance_scale)?)?;
        if !self.detail.guidance_keeps_length {
            return Ok(guided);
        }
        let (_, _, height, width) = latents.dims4()?;
        let guided = pack(&guided, PATCH)?;
        let length = |patches: &Tensor| patches.sqr()?.sum_keepdim(D::Minus1)?.sqrt();
        let ratio = (length(&pack(&with, PATCH)?)? / length(&guided)?)?;
        Ok(unpack(&guided.broadcast_mul(&ratio)?, PATCH, height, width)?)
    }

    /// Runs a denoiser pass in the engine's precision; latents and prediction are in 32 bits.
    pub(super) fn pass(
        &self,
        latents: &Tensor,
        time: f64,
        condition: &Condition,
        observe: &mut Observe,
    ) -> Result<Tensor, EngineError> {
        let latents = latents.to_dtype(self.dtype)?;
        Ok(self.denoiser.forward(&latents, time, condition, observe)?.to_dtype(DType::F32)?)
    }
}

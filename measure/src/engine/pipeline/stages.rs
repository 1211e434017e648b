//! The stages of a run one at a time, again and again, for metering each in a window of its own.

use std::time::Instant;

use candle_core::Tensor;
use wattpix_core::workload::Guidance;

use super::encode::Conditions;
use super::report::{Stage, Unwatched};
use super::{Engine, Run};
use crate::engine::denoiser::unobserved;
use crate::engine::error::EngineError;
use crate::engine::scheduler::Step;

/// A run taken apart.
pub struct Stages<'a> {
    engine: &'a Engine,
    run: &'a Run,
    conditions: Conditions,
    steps: Vec<Step>,
    start: Tensor,
}

/// One stage, run once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once {
    /// Operations that the layers executed, for all images of the batch.
    pub executed: u64,
}

/// One pass of the denoiser from an idle device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pass {
    /// Seconds until the host had issued all of it. The driver holds some thousand launches back; a host that is far ahead of the device
    /// waits there, so this is the host's own time only where it is close to `seconds`.
    pub issued_s: f64,
    /// Seconds until the device was done with it.
    pub seconds: f64,
}

impl Engine {
    /// Takes a run apart: encodes its prompts and makes its first noise, from which every stage can then be run.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn stages<'a>(&'a self, run: &'a Run) -> Result<Stages<'a>, EngineError> {
        self.check(run)?;
        let steps =
            self.detail.schedule.steps(run.workload.steps() as usize, self.image_tokens(&run.workload))?;
        Ok(Stages { engine: self, run, conditions: self.encode(run)?, steps, start: self.start(run)? })
    }
}

impl Stages<'_> {
    /// Passes of the denoiser an image.
    pub fn passes(&self) -> usize {
        self.steps.len() * if self.run.workload.guidance() == Guidance::On { 2 } else { 1 }
    }

    /// Runs one pass of the denoiser alone, to see whether the device waits for the host: then the device is done as soon as the host is.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn pass(&self) -> Result<Pass, EngineError> {
        let (engine, condition) = (self.engine, &self.conditions.positive);
        let time = self.steps.first().map_or(0.0, |step| step.time);
        engine.device.synchronize()?;
        let clock = Instant::now();
        let prediction = engine.pass(&self.start, time, condition, &mut unobserved)?;
        let issued_s = clock.elapsed().as_secs_f64();
        engine.device.synchronize()?;
        drop(prediction);
        Ok(Pass { issued_s, seconds: clock.elapsed().as_secs_f64() })
    }

    /// Runs a stage, all of it, and waits for the device. Every time from the same prompts and the same noise, which the decoder
    /// takes for latents.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn once(&self, stage: Stage) -> Result<Once, EngineError> {
        let engine = self.engine;
        let (_, report) = engine.stage(stage, &mut Unwatched, |_| {
            match stage {
                Stage::Text => {
                    engine.encode(self.run)?;
                }
                Stage::Denoise => {
                    let passes = self.run.passes;
                    engine.denoise(&self.start, &self.steps, &self.conditions, passes, &mut Unwatched)?;
                }
                Stage::Decode => {
                    engine.decode(&self.start)?;
                }
            }
            Ok(())
        })?;
        Ok(Once { executed: report.executed.total() })
    }
}

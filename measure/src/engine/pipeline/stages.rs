//! The stages of a run one at a time, again and again, for metering each in a window of its own.

use std::time::Instant;

use candle_core::Tensor;
use wattpix_core::setting::Guidance;

use super::encode::Conditions;
use super::engine::{Engine, Run};
use super::report::{Stage, Unwatched};
use crate::engine::denoiser::unobserved;
use crate::engine::error::EngineError;
use crate::engine::scheduler::{Schedule, Trajectory};

/// A run taken apart.
pub struct Stages {
    run: Run,
    conditions: Conditions,
    schedule: Schedule,
    start: Tensor,
}

/// A stage that is run once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once {
    /// Operations that the layers executed, for all images of the batch.
    pub executed: u64,
}

/// A pass of the denoiser from an idle device.
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
    pub fn stages(&self, run: Run) -> Result<Stages, EngineError> {
        self.check(&run)?;
        let schedule = self.schedule(&run, &run.workload)?;
        Ok(Stages { conditions: self.encode(&run)?, start: self.start(&run, &schedule)?, schedule, run })
    }
}

impl Stages {
    /// Passes of the denoiser an image.
    pub fn passes(&self) -> usize {
        self.schedule.steps.len() * if self.run.workload.guidance() == Guidance::On { 2 } else { 1 }
    }

    /// Runs one pass of the denoiser alone, to see whether the device waits for the host: then the device is done as soon as the host is.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn pass(&self, engine: &Engine) -> Result<Pass, EngineError> {
        let condition = &self.conditions.positive;
        let first = self.schedule.steps[0];
        let seen = Trajectory::new(self.start.clone()).seen(&first)?;
        engine.device.synchronize()?;
        let clock = Instant::now();
        let prediction = engine.pass(&seen, first.time, condition, &mut unobserved)?;
        let issued_s = clock.elapsed().as_secs_f64();
        engine.device.synchronize()?;
        drop(prediction);
        Ok(Pass { issued_s, seconds: clock.elapsed().as_secs_f64() })
    }

    /// The quickest of three lone passes: the host may be busy with the readings.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn quickest_pass(&self, engine: &Engine) -> Result<Pass, EngineError> {
        let mut pass = self.pass(engine)?;
        for _ in 0..2 {
            let again = self.pass(engine)?;
            if again.seconds < pass.seconds {
                pass = again;
            }
        }
        Ok(pass)
    }

    /// Runs a stage, all of it, and waits for the device. Every time from the same prompts and the same noise, which the decoder
    /// takes for latents.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn once(&self, engine: &Engine, stage: Stage) -> Result<Once, EngineError> {
        let (_, report) = engine.stage(stage, &mut Unwatched, |_| {
            match stage {
                Stage::Text => {
                    engine.encode(&self.run)?;
                }
                Stage::Denoise => {
                    let passes = self.run.passes;
                    engine.denoise(
                        &self.start,
                        &self.schedule.steps,
                        &self.conditions,
                        passes,
                        &mut Unwatched,
                    )?;
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

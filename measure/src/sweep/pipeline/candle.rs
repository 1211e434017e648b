//! The models of this program, run on candle: a model is loaded once for all configurations that share its precision.

use std::path::PathBuf;

use wattpix_core::workload::Workload;

use super::{Failure, Pipeline};
use crate::engine::detail::{self, Detail};
use crate::engine::device;
use crate::engine::error::EngineError;
use crate::engine::memory::Bytes;
use crate::engine::pipeline::load::{Checkpoint, memory_need};
use crate::engine::pipeline::report::Unwatched;
use crate::engine::pipeline::{Engine, Passes, Run};
use crate::engine::prompt::caption;
use crate::output::tell;
use crate::sweep::job::Job;

/// candle as a pipeline.
pub struct CandlePipeline {
    device: candle_core::Device,
    weights: String,
    tiny: bool,
    loaded: Option<(Loaded, Engine)>,
}

type Loaded = (&'static str, &'static str);

impl CandlePipeline {
    /// On a device (`cpu`, `cuda`), with weights from a folder that holds one folder a model, or `random`.
    ///
    /// # Errors
    /// No such device in this build or on this machine.
    pub fn open(device: &str, weights: &str, tiny: bool) -> anyhow::Result<Self> {
        Ok(Self { device: device::open(device)?, weights: weights.to_owned(), tiny, loaded: None })
    }

    fn detail(&self, workload: &Workload) -> Result<&'static Detail, Failure> {
        let id = workload.model().id;
        let found = if self.tiny { detail::find_tiny(id) } else { detail::find(id) };
        found.ok_or_else(|| {
            Failure::Unable(format!(
                "the engine does not run {id}; `measure generate --help` lists what it runs"
            ))
        })
    }

    /// The same run of the model that is loaded (a tiny twin is a model of its own).
    fn twin(detail: &Detail, workload: &Workload) -> Result<Workload, EngineError> {
        Ok(Workload::default_of(detail.model)
            .with_size(workload.size())?
            .with_steps(workload.steps())?
            .with_batch(workload.batch())?
            .with_guidance(workload.guidance())
            .with_precision(workload.precision()))
    }
}

fn failure(error: &EngineError) -> Failure {
    match error {
        EngineError::Memory { .. } => Failure::OutOfMemory(error.to_string()),
        _ if error.is_out_of_memory() => Failure::OutOfMemory(error.to_string()),
        _ => Failure::Unable(error.to_string()),
    }
}

impl Pipeline for CandlePipeline {
    fn engine(&self) -> String {
        device::software(&self.device)
    }

    fn weights(&self) -> String {
        let kind = if self.weights == "random" { "random" } else { "folder" };
        if self.tiny { format!("{kind}, tiny twin") } else { kind.to_owned() }
    }

    fn prepare(&mut self, job: &Job) -> Result<(), Failure> {
        let detail = self.detail(&job.workload)?;
        let prepare = |this: &mut Self| -> Result<(), EngineError> {
            let workload = Self::twin(detail, &job.workload)?;
            let passes = if detail.guidance_batched { Passes::Batched } else { Passes::Separate };
            if this.loaded.as_ref().is_none_or(|(loaded, _)| *loaded != job.loaded()) {
                // The old model goes first: both need not fit.
                this.loaded = None;
                memory_need(detail, &workload, passes)?.check(&this.device)?;
                let checkpoint = match this.weights.as_str() {
                    "random" => Checkpoint::Random { seed: 0 },
                    folder => Checkpoint::Folder(PathBuf::from(folder).join(job.workload.model().id)),
                };
                let mut announce = |name: &str, bytes: Bytes| tell(&format!("loading {name}, {bytes}"));
                let engine = Engine::load(detail, &checkpoint, &workload, &this.device, &mut announce)?;
                this.loaded = Some((job.loaded(), engine));
            } else {
                // The weights are there; a larger job needs more beside them.
                memory_need(detail, &workload, passes)?.of_loaded().check(&this.device)?;
            }
            Ok(())
        };
        prepare(self).map_err(|error| failure(&error))
    }

    fn generate(&mut self, job: &Job, images: u32, seed: u64) -> Result<(), Failure> {
        let Some((_, engine)) = &self.loaded else {
            return Err(Failure::Unable("no model is loaded".to_owned()));
        };
        let batch = job.workload.batch();
        let run = |first: u64| -> Result<(), EngineError> {
            let detail = engine.detail();
            let workload = Self::twin(detail, &job.workload)?;
            let prompts = caption::synthetic(batch as usize, first);
            engine.generate(&Run::new(detail, workload, prompts, first), &mut Unwatched).map(|_| ())
        };
        for done in 0..images / batch {
            // Each image of a sweep starts from noise of its own.
            let first = seed.wrapping_mul(1 << 20).wrapping_add(u64::from(done * batch));
            run(first).map_err(|error| failure(&error))?;
        }
        Ok(())
    }
}

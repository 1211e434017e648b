//! The models of this program, run on candle: a model is loaded once in each precision, and stays loaded in all of them as far as the
//! memory goes.

use std::path::PathBuf;

use candle_core::DType;
use serde_json::{Map, Value};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::workload::Workload;

use super::{Failure, Loading, Pipeline, Prepared};
use crate::engine::detail::{self, Detail};
use crate::engine::device;
use crate::engine::error::EngineError;
use crate::engine::memory::{Bytes, MemoryNeed};
use crate::engine::pipeline::load::{Checkpoint, memory_need};
use crate::engine::pipeline::report::{self, Unwatched};
use crate::engine::pipeline::stages::Stages;
use crate::engine::pipeline::{Engine, Passes, Run};
use crate::engine::prompt::caption;
use crate::observation::Stage;
use crate::output::tell;
use crate::sweep::job::Job;

/// Seconds in which a gigabyte of random weights is made on a GPU, assumed: the generator writes 32 bits a number, which are then
/// converted, tensor by tensor.
const MAKE_S_PER_GB: f64 = 0.05;

/// candle as a pipeline.
pub struct CandlePipeline {
    device: candle_core::Device,
    weights: String,
    tiny: bool,
    /// Loaded models; the one used last stands last.
    loaded: Vec<Held>,
    /// Models and formats whose values were not finite, and where.
    refused: Vec<(Place, String)>,
    apart: Option<Stages>,
}

/// A model and the format of its numbers: TF32 shares its weights with FP32.
type Place = (&'static str, DType);

struct Held {
    place: Place,
    engine: Engine,
}

impl CandlePipeline {
    /// On a device (`cpu`, `cuda`), with weights from a folder that holds one folder a model, or `random`.
    ///
    /// # Errors
    /// No such device in this build or on this machine.
    pub fn open(device: &str, weights: &str, tiny: bool) -> anyhow::Result<Self> {
        Ok(Self {
            device: device::open(device)?,
            weights: weights.to_owned(),
            tiny,
            loaded: Vec::new(),
            refused: Vec::new(),
            apart: None,
        })
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

    /// Returns the workload as a run of the loaded model (a tiny twin is a model of its own).
    fn twin(detail: &Detail, workload: &Workload) -> Result<Workload, EngineError> {
        Ok(Workload::default_of(detail.model)
            .with_size(workload.size())?
            .with_steps(workload.steps())?
            .with_batch(workload.batch())?
            .with_guidance(workload.guidance())
            .with_precision(workload.precision()))
    }

    fn run(detail: &Detail, workload: &Workload, first: u64) -> Result<Run, EngineError> {
        let workload = Self::twin(detail, workload)?;
        Ok(Run::new(detail, workload, caption::synthetic(workload.batch() as usize, first), first))
    }

    /// Makes room: what was used longest ago goes first, and `keep` never.
    fn make_room(&mut self, need: &MemoryNeed, keep: Option<Place>) -> Result<(), EngineError> {
        while let Err(error) = need.check(&self.device) {
            match self.loaded.iter().position(|held| Some(held.place) != keep) {
                Some(oldest) => drop(self.loaded.remove(oldest)),
                None => return Err(error),
            }
        }
        Ok(())
    }

    /// Loads, and sees that values stay finite: a card that multiplies anything else draws another power.
    fn load(&mut self, detail: &'static Detail, job: &Job, need: &MemoryNeed) -> Result<(), Failure> {
        let load = |this: &mut Self| -> Result<(Held, Option<String>), EngineError> {
            let run = Self::run(detail, &job.workload, 0)?;
            // Other models go first; other precisions only where both do not fit.
            this.loaded.retain(|held| held.place.0 == detail.model.id);
            this.make_room(need, None)?;
            let checkpoint = match this.weights.as_str() {
                "random" => Checkpoint::Random { seed: 0 },
                folder => Checkpoint::Folder(PathBuf::from(folder).join(job.workload.model().id)),
            };
            let mut announce = |name: &str, bytes: Bytes| tell(&format!("loading {name}, {bytes}"));
            let engine = Engine::load(detail, &checkpoint, &run.workload, &this.device, &mut announce)?;
            let probed = engine.probe(&run)?;
            let wrong = probed.into_iter().find(|(_, spread)| !spread.finite).map(|(place, _)| place);
            Ok((Held { place: (detail.model.id, device::dtype(job.workload.precision())?), engine }, wrong))
        };
        let (held, wrong) = load(self).map_err(|error| failure(&error))?;
        if let Some(after) = wrong {
            let why = format!("values are not finite after {after}; leave this precision out");
            self.refused.push((held.place, why.clone()));
            return Err(Failure::Unmeasurable(why));
        }
        self.loaded.push(held);
        Ok(())
    }

    fn engine_at_hand(&self) -> Result<&Engine, Failure> {
        let held = self.loaded.last().ok_or_else(|| Failure::Unable("no model is loaded".to_owned()))?;
        Ok(&held.engine)
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

    fn loading(&self) -> Loading {
        let s_per_gb = match (self.weights.as_str(), self.device.is_cpu()) {
            ("random", false) => MAKE_S_PER_GB,
            _ => Loading::default().s_per_gb,
        };
        Loading { s_per_gb, keeps: true }
    }

    fn prepare(&mut self, job: &Job) -> Result<Prepared, Failure> {
        self.apart = None;
        let detail = self.detail(&job.workload)?;
        let passes = if detail.guidance_batched { Passes::Batched } else { Passes::Separate };
        let known = || -> Result<_, EngineError> {
            let workload = Self::twin(detail, &job.workload)?;
            Ok((memory_need(detail, &workload, passes)?, device::dtype(workload.precision())?))
        };
        let (need, dtype) = known().map_err(|error| failure(&error))?;
        let place = (detail.model.id, dtype);
        if let Some((_, why)) = self.refused.iter().find(|(refused, _)| *refused == place) {
            return Err(Failure::Unmeasurable(why.clone()));
        }
        let Some(at) = self.loaded.iter().position(|held| held.place == place) else {
            self.load(detail, job, &need)?;
            return Ok(Prepared::Loaded);
        };
        let held = self.loaded.remove(at);
        self.loaded.push(held);
        // The same numbers may be multiplied otherwise than when they were loaded.
        device::set_tf32(&self.device, job.workload.precision()).map_err(|error| failure(&error))?;
        // The weights are there; a larger job needs more beside them.
        self.make_room(&need.of_loaded(), Some(place)).map_err(|error| failure(&error))?;
        Ok(Prepared::Kept)
    }

    fn generate(&mut self, job: &Job, images: u32, seed: u64) -> Result<(), Failure> {
        let engine = self.engine_at_hand()?;
        let batch = job.workload.batch();
        let run = |first: u64| -> Result<(), EngineError> {
            let run = Self::run(engine.detail(), &job.workload, first)?;
            engine.generate(&run, &mut Unwatched).map(|_| ())
        };
        for done in 0..images / batch {
            // Each image of a sweep starts from noise of its own.
            let first = seed.wrapping_mul(1 << 20).wrapping_add(u64::from(done * batch));
            run(first).map_err(|error| failure(&error))?;
        }
        Ok(())
    }

    fn take_apart(&mut self, job: &Job) -> Result<Map<String, Value>, Failure> {
        let engine = self.engine_at_hand()?;
        let apart = || -> Result<_, EngineError> {
            let stages = engine.stages(Self::run(engine.detail(), &job.workload, 0)?)?;
            let pass = stages.quickest_pass(engine)?;
            let counted = FlopBreakdown::of(&Self::twin(engine.detail(), &job.workload)?);
            Ok((stages, pass, counted.denoiser_gflops()))
        };
        let (stages, pass, gflops) = apart().map_err(|error| failure(&error))?;
        self.apart = Some(stages);
        // Of one image.
        let facts = [("pass_issued_s", pass.issued_s), ("pass_s", pass.seconds), ("denoiser_gflops", gflops)];
        Ok(facts.into_iter().map(|(name, seconds)| (name.to_owned(), seconds.into())).collect())
    }

    fn stage(&mut self, job: &Job, stage: Stage, images: u32) -> Result<(), Failure> {
        let engine = self.engine_at_hand()?;
        let apart = self.apart.as_ref();
        let apart = apart.ok_or_else(|| Failure::Unable(format!("{} was not taken apart", job.key())))?;
        let stage = match stage {
            Stage::Text => report::Stage::Text,
            Stage::Denoise => report::Stage::Denoise,
            Stage::Decode => report::Stage::Decode,
            other => return Err(Failure::Unable(format!("{} is no stage of an image", other.word()))),
        };
        for _ in 0..images / job.workload.batch() {
            apart.once(engine, stage).map_err(|error| failure(&error))?;
        }
        Ok(())
    }
}

//! No images: a fake card draws the energy that a law gives, with noise, in virtual time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::{Map, Value};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Choice;
use wattpix_core::estimate::memory_gb_needed;
use wattpix_core::fit::Fit;
use wattpix_core::law::{Conditions, ln_value, value};
use wattpix_core::roofline::DataSheetTime;
use wattpix_core::setting::Precision;

use super::{Failure, Loading, Pipeline, Prepared};
use crate::meter::scripted::ScriptedMeter;
use crate::meter::scripted::waveform::normal;
use crate::observation::Stage;
use crate::recorder::Recorder;
use crate::sweep::fake::Machine;
use crate::sweep::job::Job;

/// Joules in a kilowatt-hour, exactly.
const JOULES_PER_KWH: f64 = 3.6e6;

/// The fake pipeline.
pub struct FakePipeline {
    meter: Arc<ScriptedMeter>,
    recorder: Arc<Recorder>,
    machine: Machine,
    truth: &'static Fit,
    /// Models and precisions with the memory that they take, in GB; the one used last stands last.
    held: Vec<((&'static str, &'static str), f64)>,
    /// True if the next images are a configuration's first.
    first: bool,
}

impl FakePipeline {
    /// A pipeline whose true energy follows the law of `truth`.
    #[must_use]
    pub fn new(
        meter: Arc<ScriptedMeter>,
        recorder: Arc<Recorder>,
        machine: Machine,
        truth: &'static Fit,
    ) -> Self {
        Self { meter, recorder, machine, truth, held: Vec::new(), first: false }
    }

    fn joules(&self, job: &Job, images: u32, seed: u64) -> f64 {
        let mut hasher = DefaultHasher::new();
        (self.machine.seed, job.key(), images, seed).hash(&mut hasher);
        let mut random = fastrand::Rng::with_seed(hasher.finish());
        true_joules(self.truth, job, images) * (self.machine.noise * normal(&mut random)).exp()
    }

    fn work(&self, joules: f64) {
        let seconds = joules / (self.machine.load_w - self.machine.idle_w);
        let now_s = self.recorder.clock().now_s();
        self.meter.draw(now_s, self.machine.load_w);
        self.meter.draw(now_s + seconds, self.machine.idle_w);
        self.recorder.watch(seconds);
    }
}

/// The energy that a law gives for so many images on its baseline GPU, joules: as estimates read laws, at the law's own count
/// of images and from there in proportion.
#[must_use]
pub fn true_joules(truth: &Fit, job: &Job, images: u32) -> f64 {
    let (law, evaluated_at) = (&truth.file().law, truth.file().law.evaluated_at_images as f64);
    let conditions = Conditions {
        gflops_all_images: truth.convention().gflops_per_image(&job.workload) * evaluated_at,
        fp32: job.workload.precision() == Precision::Fp32,
        gpu: &truth.file().baseline_gpu,
        pixels: job.workload.size().area(),
        // Read by additive laws only, which no fake machine takes.
        sheet: DataSheetTime::default(),
        per_second: 1.0,
    };
    value(ln_value(law, &conditions)) * JOULES_PER_KWH / evaluated_at * f64::from(images)
}

impl Pipeline for FakePipeline {
    fn engine(&self) -> String {
        format!("fake, true to {}", self.truth.id())
    }

    fn weights(&self) -> String {
        "none".to_owned()
    }

    fn loading(&self) -> Loading {
        Loading { keeps: self.machine.keeps, ..Loading::default() }
    }

    fn prepare(&mut self, job: &Job) -> Result<Prepared, Failure> {
        let needed_gb = memory_gb_needed(&job.workload);
        if needed_gb > self.machine.free_gb {
            return Err(Failure::OutOfMemory(format!(
                "{needed_gb:.1} GB of weights at {} and {:.1} GB free on the fake card",
                job.workload.precision().name(),
                self.machine.free_gb
            )));
        }
        self.first = true;
        if let Some(place) = self.held.iter().position(|(held, _)| *held == job.loaded()) {
            let one = self.held.remove(place);
            self.held.push(one);
            return Ok(Prepared::Kept);
        }
        let same = |held: &(&str, &str)| self.machine.keeps && held.0 == job.loaded().0;
        self.held.retain(|(held, _)| same(held));
        while self.held.iter().map(|(_, gb)| gb).sum::<f64>() + needed_gb > self.machine.free_gb {
            self.held.remove(0);
        }
        self.held.push((job.loaded(), needed_gb));
        self.recorder.watch(self.machine.load_s);
        Ok(Prepared::Loaded)
    }

    fn generate(&mut self, job: &Job, images: u32, seed: u64) -> Result<(), Failure> {
        if std::mem::take(&mut self.first) {
            self.recorder.watch(self.machine.first_s);
        }
        self.work(self.joules(job, images, seed));
        Ok(())
    }

    fn take_apart(&mut self, _: &Job) -> Result<Map<String, Value>, Failure> {
        Ok(Map::new())
    }

    /// Runs a stage, whose part of the energy is that of its operations.
    fn stage(&mut self, job: &Job, stage: Stage, images: u32) -> Result<(), Failure> {
        let parts = FlopBreakdown::of(&job.workload);
        let operations = match stage {
            Stage::Text => parts.text_encoder.total().into(),
            Stage::Denoise => parts.denoiser_operations(),
            Stage::Decode => parts.decoder.total().into(),
            Stage::Image => parts.total_operations(),
            Stage::Idle => 0,
        };
        let share = operations as f64 / parts.total_operations() as f64;
        self.work(share * self.joules(job, images, stage as u64));
        Ok(())
    }

    fn watches(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::job::Images;
    use wattpix_core::fit::{self, BUNDLED};
    use wattpix_core::model::{self, Pixels};
    use wattpix_core::setting::Guidance;
    use wattpix_core::workload::Workload;

    /// The published cell (tests/data/paper_cells.csv): FLUX.1-dev, 512 x 512, 20 steps, guidance, 100 images, 2.05e5 J.
    #[test]
    fn the_truth_is_the_papers_law() {
        let workload = Workload::default_of(model::find("flux1-dev").unwrap())
            .with_size(Pixels::square(512))
            .and_then(|workload| workload.with_steps(20))
            .unwrap()
            .with_guidance(Guidance::On);
        let job = Job { workload, images: Images::Fixed(100) };
        let joules = true_joules(fit::find(BUNDLED, "paper-flux1-dev-a100").unwrap(), &job, 100);
        assert!((joules / 2.05e5 - 1.0).abs() < 0.08, "{joules}");
    }
}

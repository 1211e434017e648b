//! Simulated laboratories: a law of time and power whose parameters, spreads and tails are not those that the fit expects.

use fastrand::Rng;
use wattpix_core::fit::schema::{Feature, Saturation};
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Model, Pixels};
use wattpix_core::observation::Observed;
use wattpix_core::regress::prior;
use wattpix_core::setting::{Boundary, Precision};
use wattpix_core::time_and_power::promise::{LeastPaths, PartPromises, Paths, Rates};
use wattpix_core::time_and_power::{ByKind, logistic, logit};
use wattpix_core::units::Energy;
use wattpix_core::workload::Workload;

/// Numbers of models, GPUs and sources.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    pub models: usize,
    pub gpus: usize,
    pub sources: usize,
}

/// A random number with heavy tails: Student's t of four degrees of freedom, brought to a standard deviation of 1.
fn heavy(random: &mut Rng) -> f64 {
    const FREEDOM: usize = 4;
    let squares: f64 = (0..FREEDOM).map(|_| normal(random).powi(2)).sum();
    let freedom = FREEDOM as f64;
    normal(random) / (squares / freedom).sqrt() / (freedom / (freedom - 2.0)).sqrt()
}

/// By Box and Muller.
fn normal(random: &mut Rng) -> f64 {
    (-2.0 * (1.0 - random.f64()).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos()
}

/// A spread between half and twice what is declared.
fn other_spread(random: &mut Rng, declared: f64) -> f64 {
    declared * 2.0_f64.powf(random.f64() * 2.0 - 1.0)
}

/// Effects by the number of a level.
struct Effects(Vec<f64>);

impl Effects {
    fn draw(random: &mut Rng, count: usize, declared: f64) -> Self {
        let sd = other_spread(random, declared);
        Self((0..count).map(|_| sd * heavy(random)).collect())
    }
}

/// Laboratories that publish nothing.
const READERS: usize = 20;

/// Models and GPUs of the worlds, so that docs/law.md keeps its figures when the catalogue grows: NVIDIA's GPUs that stand first in it.
const MODELS: [&str; 18] = [
    "flux1-dev",
    "sd3.5-large",
    "qwen-image",
    "sd2.1",
    "flux1-schnell",
    "flux2-dev",
    "flux2-klein-4b",
    "flux2-klein-9b",
    "chroma",
    "sd3-medium",
    "sd3.5-medium",
    "z-image-turbo",
    "lumina-2",
    "pixart-sigma",
    "sana-1.6b",
    "hunyuandit-1.2",
    "sdxl",
    "sd1.5",
];
const GPUS: usize = 23;

/// Everything that makes the rows.
pub struct World {
    coefficients: ByKind,
    logits: ByKind,
    models: Vec<&'static Model>,
    gpus: Vec<&'static Gpu>,
    sources: usize,
    architectures: Vec<&'static str>,
    of_model: Effects,
    of_gpu: Effects,
    of_architecture: Effects,
    of_power: Effects,
    of_source: Effects,
    /// Idle power over board power by GPU.
    idle: Vec<f64>,
    saturation: Saturation,
    time_sd: f64,
    power_sd: f64,
}

/// Errors that runs of one laboratory, model, GPU and size share.
#[derive(Clone, Copy)]
struct Cluster {
    source: usize,
    model: usize,
    gpu: usize,
    size: Pixels,
    ln_time: f64,
    ln_power: f64,
}

impl World {
    pub fn new(random: &mut Rng, extent: Extent) -> Self {
        let some = |random: &mut Rng, of: usize, count: usize| {
            let mut all: Vec<usize> = (0..of).collect();
            random.shuffle(&mut all);
            all.truncate(count);
            all
        };
        let published = MODELS.map(|id| model::find(id).unwrap());
        let models: Vec<_> =
            some(random, published.len(), extent.models).into_iter().map(|at| published[at]).collect();
        let gpus: Vec<_> = some(random, GPUS, extent.gpus).into_iter().map(|at| gpu::ALL[at]).collect();
        let mut architectures: Vec<&str> = gpus.iter().map(|gpu| gpu.architecture).collect();
        architectures.sort_unstable();
        architectures.dedup();
        let spreads = prior::EFFECTS;
        let of_kind = Feature::KINDS.map(prior::of_kind);
        Self {
            coefficients: of_kind
                .map(|kind| kind.coefficient.centre * (kind.coefficient.ln_sd * heavy(random)).exp()),
            logits: of_kind.map(|kind| logit(kind.power_share) + prior::POWER_LOGIT_SD * heavy(random)),
            of_model: Effects::draw(random, models.len(), spreads.model),
            of_gpu: Effects::draw(random, gpus.len(), spreads.gpu),
            of_architecture: Effects::draw(random, architectures.len(), spreads.architecture),
            of_power: Effects::draw(random, gpus.len(), spreads.gpu_power),
            of_source: Effects::draw(random, extent.sources + READERS, spreads.source),
            idle: gpus.iter().map(|_| (0.10 + 0.05 * heavy(random)).clamp(0.02, 0.25)).collect(),
            saturation: Saturation {
                gpu: prior::SATURATION_GPU.into(),
                exponent: (0.5 + 0.27 * normal(random)).clamp(0.0, 1.0),
                exponent_sd: 0.0,
            },
            time_sd: other_spread(random, 0.06),
            power_sd: other_spread(random, 0.05),
            sources: extent.sources,
            models,
            gpus,
            architectures,
        }
    }

    fn cluster(&self, random: &mut Rng, source: usize, model: usize, gpu: usize) -> Cluster {
        let sides: Vec<Pixels> = [512, 768, 1024]
            .map(Pixels::square)
            .into_iter()
            .filter(|size| Workload::default_of(self.models[model]).with_size(*size).is_ok())
            .collect();
        Cluster {
            source,
            model,
            gpu,
            size: sides[random.usize(..sides.len())],
            ln_time: self.time_sd * heavy(random),
            ln_power: self.power_sd * heavy(random),
        }
    }

    /// Returns a measured run of a cluster.
    fn run(&self, random: &mut Rng, cluster: &Cluster) -> Observed {
        let (model, gpu) = (self.models[cluster.model], self.gpus[cluster.gpu]);
        let workload = Workload::default_of(model)
            .with_size(cluster.size)
            .and_then(|workload| workload.with_steps([20, 30, 50][random.usize(..3)]))
            .and_then(|workload| workload.with_batch([1, 1, 4][random.usize(..3)]))
            .unwrap()
            .with_precision(Precision::Fp16);
        let rates = Rates::new(gpu, Precision::Fp16, Some(&self.saturation)).unwrap();
        let paths = Paths::tensor(&rates);
        let parts = PartPromises::new(&workload, &rates, LeastPaths { time: paths, power: paths });
        let promise = parts.image(workload.steps(), workload.passes(), workload.batch()).time;
        let idle = gpu.idle_w.unwrap_or(self.idle[cluster.gpu] * gpu.board_power_w);
        let range = gpu.board_power_w - idle;
        let (mut seconds, mut joules) = (0.0, 0.0);
        for ((coefficient, logit), promised) in self.coefficients.iter().zip(self.logits).zip(promise) {
            let time = coefficient * promised;
            let share = logistic(logit + self.of_power.0[cluster.gpu]);
            seconds += time;
            joules += (idle + range * share) * time;
        }
        let architecture = self.architectures.iter().position(|one| *one == gpu.architecture).unwrap();
        let effects = self.of_model.0[cluster.model]
            + self.of_gpu.0[cluster.gpu]
            + self.of_architecture.0[architecture]
            + self.of_source.0[cluster.source]
            + cluster.ln_time
            + 0.01 * normal(random);
        let watts = (joules / seconds * (cluster.ln_power + 0.01 * normal(random)).exp())
            .min(0.99 * gpu.board_power_w);
        let seconds = seconds * effects.exp();
        Observed {
            workload,
            gpu,
            boundary: Boundary::Gross,
            energy: Energy::from_joules(watts * seconds),
            seconds: Some(seconds),
            images: 1,
            source: format!("laboratory {}", cluster.source),
            place: "simulated".to_owned(),
        }
    }

    /// Returns the laboratories' published runs: each some of the models on some of the GPUs, and each model and GPU by one of them at least.
    pub fn published(&self, random: &mut Rng) -> Vec<Observed> {
        let mut cells = Vec::new();
        for gpu in 0..self.gpus.len() {
            cells.push((random.usize(..self.sources), random.usize(..self.models.len()), gpu));
        }
        for model in 0..self.models.len() {
            cells.push((random.usize(..self.sources), model, random.usize(..self.gpus.len())));
        }
        for source in 0..self.sources {
            for _ in 0..2 + random.usize(..2 * self.models.len()) {
                cells.push((source, random.usize(..self.models.len()), random.usize(..self.gpus.len())));
            }
        }
        let mut rows = Vec::new();
        for (source, model, gpu) in cells {
            let cluster = self.cluster(random, source, model, gpu);
            for _ in 0..=random.usize(..3) {
                rows.push(self.run(random, &cluster));
            }
        }
        rows
    }

    /// A run in a laboratory that published nothing, which every reader's is: of this model on this GPU, or of any where none is named.
    pub fn of_a_reader(
        &self,
        random: &mut Rng,
        model: Option<&'static Model>,
        gpu: Option<&'static Gpu>,
    ) -> Observed {
        let source = self.sources + random.usize(..READERS);
        let model = self.models.iter().position(|one| model.is_some_and(|model| std::ptr::eq(*one, model)));
        let gpu = self.gpus.iter().position(|one| gpu.is_some_and(|gpu| std::ptr::eq(*one, gpu)));
        let model = model.unwrap_or_else(|| random.usize(..self.models.len()));
        let gpu = gpu.unwrap_or_else(|| random.usize(..self.gpus.len()));
        let cluster = self.cluster(random, source, model, gpu);
        self.run(random, &cluster)
    }
}

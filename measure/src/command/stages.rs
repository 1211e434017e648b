//! `measure stages`: text, denoising and decoding of a model, each metered in windows of its own.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::Args;
use serde::Serialize;
use wattpix_core::error::{Choice, Key};
use wattpix_core::report::ExactGflops;
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::workload::Workload;

use crate::engine::detail;
use crate::engine::memory::Bytes;
use crate::engine::pipeline::load::{Checkpoint, memory_need};
use crate::engine::pipeline::report::Stage;
use crate::engine::pipeline::stages::Stages;
use crate::engine::pipeline::{Engine, Run};
use crate::engine::prompt::caption;
use crate::engine::{device, elements};
use crate::exec::link::Link;
use crate::json;
use crate::output::tell;
use crate::sweep::design::Size;

/// Run the stages of a model, each in a window of its own.
///
/// Meant for `measure exec`: text encoding and decoding are too short to be metered within one image.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure exec --out candle.jsonl -- measure stages --model flux1-dev --size 512,1024 --device cuda"
)]
pub struct StagesCommand {
    /// Model id: flux1-dev, sd3.5-large, qwen-image or sd2.1.
    #[arg(long, value_name = "MODEL")]
    model: String,
    /// Folder with the model's weights, or `random`.
    #[arg(long, value_name = "FOLDER|random", default_value = "random")]
    weights: String,
    /// Run the model's tiny twin.
    #[arg(long)]
    tiny: bool,
    /// Sizes in pixels: 512 or 512x768, separated by commas.
    #[arg(long, value_name = "SIZES", value_delimiter = ',', required = true)]
    size: Vec<Size>,
    /// Denoising steps.
    #[arg(long, value_name = "STEPS", default_value_t = 20)]
    steps: u32,
    /// Classifier-free guidance [default: the model's].
    #[arg(long, value_name = "on|off")]
    guidance: Option<String>,
    /// Images generated together.
    #[arg(long, value_name = "IMAGES", default_value_t = 1)]
    batch: u32,
    /// Number format of weights and activations.
    #[arg(long, value_name = "fp32|tf32|fp16|bf16", default_value = "bf16")]
    precision: String,
    /// cpu, cuda or cuda:INDEX.
    #[arg(long, value_name = "DEVICE", default_value = "cpu")]
    device: String,
    /// Seconds of each stage at least.
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0)]
    window: f64,
    /// Seconds of idle power with the model loaded.
    #[arg(long, value_name = "SECONDS", default_value_t = crate::idle::IDLE_S)]
    idle: f64,
    /// Attention with its scores in memory, to compare.
    #[arg(long)]
    unfused: bool,
}

/// Length of the trial of a stage before its window, as a share of it.
const TRY: f64 = 0.1;
/// Factor on the requested length of a window when it is planned.
const MARGIN: f64 = 1.1;

/// Runs at one size.
#[derive(Debug, Serialize)]
struct Line<'a> {
    model: &'a str,
    width: u32,
    height: u32,
    steps: u32,
    precision: &'a str,
    guidance: &'a str,
    batch: u32,
    engine: &'a str,
    stage: &'a str,
    passes: usize,
    images: u32,
    seconds_per_image: f64,
    executed_gflops_per_image: ExactGflops,
    /// Lone pass of the denoiser for the batch, without the second one of guidance: until it was issued, and until it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pass_issued_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass_s: Option<f64>,
}

impl StagesCommand {
    /// Runs every stage at every size; prints one JSON object a stage.
    ///
    /// # Errors
    /// What the model cannot run, no memory, a mark that was not taken.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        ensure!(self.window > 0.0 && self.idle >= 0.0, "--window and --idle: give seconds");
        let id = wattpix_core::model::find(&self.model)?.id;
        let found = if self.tiny { detail::find_tiny(id) } else { detail::find(id) };
        let detail = found.with_context(|| format!("the engine does not run {id}"))?;
        let mut workload = Workload::default_of(detail.model)
            .with_steps(self.steps)?
            .with_batch(self.batch)?
            .with_precision(Precision::parse(Key::Precision, &self.precision)?);
        if let Some(guidance) = &self.guidance {
            workload = workload.with_guidance(Guidance::parse(Key::Guidance, guidance)?);
        }
        let sizes: Vec<Workload> =
            self.size.iter().map(|size| workload.with_size(size.0)).collect::<Result<_, _>>()?;
        device::allow_fused_attention(!self.unfused);
        let device = device::open(&self.device)?;
        let runs: Vec<Run> = sizes
            .iter()
            .map(|workload| Run::new(detail, *workload, caption::synthetic(self.batch as usize, 0), 0))
            .collect();
        for run in &runs {
            elements::check(&run.workload, run.passes == crate::engine::pipeline::Passes::Batched, &device)?;
            memory_need(detail, &run.workload, run.passes)?.check(&device)?;
        }
        let checkpoint = match self.weights.as_str() {
            "random" => Checkpoint::Random { seed: 0 },
            folder => Checkpoint::Folder(PathBuf::from(folder)),
        };
        let mut announce = |name: &str, bytes: Bytes| tell(&format!("loading {name}, {bytes}"));
        let engine = Engine::load(detail, &checkpoint, &workload, &device, &mut announce)?;
        let mut link = Link::from_environment()?;
        for (index, run) in runs.iter().enumerate() {
            self.size(&engine, run, &mut link, index == 0)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn size(&self, engine: &Engine, run: &Run, link: &mut Option<Link>, first: bool) -> anyhow::Result<()> {
        let mut mark = |text: &str| link.as_mut().map_or(Ok(()), |link| link.mark(text));
        let (workload, size) = (&run.workload, run.workload.size());
        let software = device::software(engine.device());
        let weights = if self.weights == "random" { "random" } else { "folder" };
        mark(&format!(
            "config model={} width={} height={} steps={} precision={} guidance={} batch={} text_tokens={} seed=0 \
             weights={weights} engine={software}",
            workload.model().id,
            size.width,
            size.height,
            workload.steps(),
            workload.precision().name(),
            workload.guidance().name(),
            self.batch,
            workload.text_tokens(),
        ))?;
        // Random weights must keep every block's values finite; looking at them warms the denoiser up.
        if let Some((place, _)) = engine.probe(run)?.iter().find(|(_, spread)| !spread.finite) {
            bail!("values are not finite after {place}; try another precision");
        }
        let stages = engine.stages(run.clone())?;
        let all = [Stage::Text, Stage::Denoise, Stage::Decode];
        // What is compiled or chosen at first use is over afterwards.
        for stage in [Stage::Text, Stage::Decode] {
            stages.once(engine, stage)?;
        }
        if first {
            mark("begin idle")?;
            std::thread::sleep(Duration::from_secs_f64(self.idle));
            mark("end idle")?;
        }
        let pass = stages.quickest_pass(engine)?;
        for stage in all {
            let (images, seconds, executed) = self.fill(engine, &stages, stage, &mut mark)?;
            json::print(&Line {
                model: workload.model().id,
                width: size.width,
                height: size.height,
                steps: workload.steps(),
                precision: workload.precision().name(),
                guidance: workload.guidance().name(),
                batch: self.batch,
                engine: &software,
                stage: stage.name(),
                passes: stages.passes(),
                images,
                seconds_per_image: seconds / f64::from(images),
                executed_gflops_per_image: ExactGflops(executed / u64::from(self.batch)),
                pass_issued_s: (stage == Stage::Denoise).then_some(pass.issued_s),
                pass_s: (stage == Stage::Denoise).then_some(pass.seconds),
            })?;
        }
        Ok(())
    }

    /// Runs a stage in a window that is long enough: how often follows from a try, and where that ran slower than the window itself,
    /// from the window, which is then taken again. Gives images, seconds and the operations of one batch.
    fn fill(
        &self,
        engine: &Engine,
        stages: &Stages,
        stage: Stage,
        mark: &mut dyn FnMut(&str) -> anyhow::Result<()>,
    ) -> anyhow::Result<(u32, f64, u64)> {
        let (clock, mut tries, mut executed) = (Instant::now(), 0_u32, 0);
        while tries == 0 || clock.elapsed().as_secs_f64() < TRY * self.window {
            executed = stages.once(engine, stage)?.executed;
            tries += 1;
        }
        let mut once_s = clock.elapsed().as_secs_f64() / f64::from(tries);
        for last in [false, false, true] {
            let count = (MARGIN * self.window / once_s.max(1e-6)).ceil().clamp(1.0, 1e6) as u32;
            let images = count * self.batch;
            mark(&format!("begin {} images={images}", stage.name()))?;
            let clock = Instant::now();
            for _ in 0..count {
                stages.once(engine, stage)?;
            }
            let seconds = clock.elapsed().as_secs_f64();
            mark(&format!("end {}", stage.name()))?;
            if seconds >= self.window || last {
                return Ok((images, seconds, executed));
            }
            once_s = seconds / f64::from(count);
        }
        bail!("no window of {} was long enough", stage.name())
    }
}

//! `measure generate`: images from a model, run here.

mod print;
mod progress;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use wattpix_core::error::Choice;
use wattpix_core::model::Pixels;
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::workload::Workload;

use crate::engine::detail::{self, Detail};
use crate::engine::error::EngineError;
use crate::engine::memory::Bytes;
use crate::engine::pipeline::load::{Checkpoint, memory_need};
use crate::engine::pipeline::report::Report;
use crate::engine::pipeline::{Engine, Passes, Run};
use crate::engine::prompt::{NO_PROMPT, caption, rows::Length};
use crate::engine::scheduler::{Sampler, ScheduleKind};
use crate::engine::{device, elements, image};
use crate::files::{Output, Outputs};
use progress::Progress;

/// Generate images with a model.
///
/// Shows that the model works here and how long it takes. `measure exec -- measure generate …` meters it stage by stage.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure generate --model flux1-dev --tiny --weights random --width 64 --height 64 --out fox.png"
)]
pub struct Generate {
    /// Model id: flux1-dev, sd3.5-large, qwen-image or sd2.1.
    #[arg(long, value_name = "MODEL")]
    model: String,
    /// Folder with the model's weights in the layout of the Hugging Face hub, or `random` for random ones.
    #[arg(long, value_name = "FOLDER|random")]
    weights: String,
    /// Run the model's tiny twin, which has a few thousand weights.
    #[arg(long)]
    tiny: bool,
    /// Width in pixels [default: the model's].
    #[arg(long, value_name = "PIXELS")]
    width: Option<u32>,
    /// Height in pixels [default: the model's].
    #[arg(long, value_name = "PIXELS")]
    height: Option<u32>,
    /// Denoising steps [default: the model's].
    #[arg(long, value_name = "STEPS")]
    steps: Option<u32>,
    /// Classifier-free guidance, which doubles the passes [default: the model's].
    #[arg(long, value_name = "on|off", value_parser = choice::<Guidance>)]
    guidance: Option<Guidance>,
    /// Execution of the two passes of guidance [default: as the released pipeline does].
    #[arg(long, value_enum)]
    passes: Option<PassesOption>,
    /// Sampler, of sd2.1 alone; pndm makes one pass more than it has steps [default: the model's].
    #[arg(long, value_name = "ddim|pndm|euler", value_parser = sampler)]
    sampler: Option<Sampler>,
    /// Text tokens that the denoiser sees; `natural` leaves Qwen-Image's prompts as long as they are
    /// [default: the model's with random weights, else natural].
    #[arg(long, value_name = "TOKENS|natural")]
    text_tokens: Option<String>,
    /// Images generated together, one prompt each.
    #[arg(long, value_name = "IMAGES", default_value_t = 1)]
    batch: u32,
    /// Number format of weights and activations [default: fp32 on the CPU, else fp16].
    #[arg(long, value_name = "fp32|tf32|fp16|bf16", value_parser = choice::<Precision>)]
    precision: Option<Precision>,
    /// cpu, cuda or cuda:INDEX.
    #[arg(long, value_name = "DEVICE", default_value = "cpu")]
    device: String,
    /// Prompt; once for all images, or once for each [default: a made-up caption].
    #[arg(long, value_name = "TEXT", conflicts_with = "captions")]
    prompt: Vec<String>,
    /// A captions file of COCO 2017 to draw prompts from.
    #[arg(long, value_name = "FILE")]
    captions: Option<PathBuf>,
    /// Prompt that guidance steers away from.
    #[arg(long, value_name = "TEXT", default_value = NO_PROMPT, hide_default_value = true)]
    negative: String,
    /// Decides captions, random weights and the first noise.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// PNG to write; with a batch, a number is added to each name.
    #[arg(long, value_name = "FILE", default_value = "image.png")]
    out: PathBuf,
    /// Try even if the memory looks too small.
    #[arg(long)]
    ignore_memory: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// [`Passes`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum PassesOption {
    /// In one batch of twice the size.
    Batched,
    /// One after another.
    Separate,
}

fn choice<T: Choice + Copy + Send + Sync>(text: &str) -> Result<T, String> {
    let names: Vec<_> = T::ALL.iter().map(|(name, _)| *name).collect();
    T::ALL
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, value)| *value)
        .ok_or_else(|| format!("expected one of {}", names.join(", ")))
}

fn sampler(text: &str) -> Result<Sampler, String> {
    let names = Sampler::ALL.map(Sampler::name).join(", ");
    let found = Sampler::ALL.into_iter().find(|sampler| sampler.name() == text);
    found.ok_or_else(|| format!("expected one of {names}"))
}

impl Generate {
    /// Generates, writes and reports.
    ///
    /// # Errors
    /// Options that the model cannot run, weights that are not there, or too little memory.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let detail = self.detail()?;
        let workload = self.workload(detail)?;
        let schedule = self.schedule(detail)?;
        let passes = match self.passes {
            Some(PassesOption::Batched) => Passes::Batched,
            Some(PassesOption::Separate) => Passes::Separate,
            None if detail.guidance_batched => Passes::Batched,
            None => Passes::Separate,
        };
        let device = device::open(&self.device)?;
        elements::check(&workload, passes == Passes::Batched, &device)?;
        let need = memory_need(detail, &workload, passes)?;
        eprintln!("{} on {}: needs {need}", detail.model.label, self.device);
        if !self.ignore_memory {
            need.check(&device)?;
        }
        let prompts = self.prompts()?;
        // Before the work: what cannot be written is better known now.
        let count = prompts.len();
        let mut outputs = Outputs::of_reading(self.captions.as_deref());
        let files = (0..count)
            .map(|index| {
                let path = image::numbered(&self.out, index, count);
                outputs.create(&path).map(|output| (path, output))
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        let checkpoint = match self.weights.as_str() {
            "random" => Checkpoint::Random { seed: self.seed },
            folder => Checkpoint::Folder(PathBuf::from(folder)),
        };
        let run = Run {
            passes,
            schedule,
            negative: self.negative.clone(),
            length: self.length(&workload)?,
            ..Run::new(detail, workload, prompts, self.seed)
        };
        let result = self.generate(detail, &checkpoint, &run, &device, files);
        let total = need.total();
        match result {
            Ok((report, files)) => {
                self.print(&run, total, Some((&report, &files)))?;
                Ok(ExitCode::SUCCESS)
            }
            Err(error) if error.downcast_ref().is_some_and(EngineError::is_out_of_memory) => {
                if self.json {
                    self.print(&run, total, None)?;
                }
                bail!("out of memory on {} ({error:#})", self.device)
            }
            Err(error) => Err(error),
        }
    }

    /// Returns the kind of weights, as rows and reports name it.
    fn weights_kind(&self) -> &'static str {
        if self.weights == "random" { "random" } else { "folder" }
    }

    fn detail(&self) -> anyhow::Result<&'static Detail> {
        let id = wattpix_core::model::find(&self.model).map_or(self.model.as_str(), |model| model.id);
        let found = if self.tiny { detail::find_tiny(id) } else { detail::find(id) };
        found.with_context(|| {
            let ids: Vec<_> = detail::ALL.iter().map(|detail| detail.model.id).collect();
            format!("the engine does not run {:?}; it runs {}", self.model, ids.join(", "))
        })
    }

    fn workload(&self, detail: &Detail) -> anyhow::Result<Workload> {
        let on_cpu = if self.device == "cpu" { Precision::Fp32 } else { Precision::Fp16 };
        let precision = self.precision.unwrap_or(on_cpu);
        let mut workload =
            Workload::default_of(detail.model).with_precision(precision).with_batch(self.batch)?;
        let size = workload.size();
        workload = workload.with_size(Pixels {
            width: self.width.unwrap_or(size.width),
            height: self.height.unwrap_or(size.height),
        })?;
        if let Some(steps) = self.steps {
            workload = workload.with_steps(steps)?;
        }
        if let Some(guidance) = self.guidance {
            workload = workload.with_guidance(guidance);
        }
        if let Some(tokens) = self.text_tokens.as_deref().filter(|&tokens| tokens != "natural") {
            let tokens = tokens
                .parse()
                .map_err(|_| anyhow::anyhow!("--text-tokens {tokens:?}: expected a number or natural"))?;
            workload = workload.with_text_tokens(tokens)?;
        }
        Ok(workload)
    }

    fn schedule(&self, detail: &Detail) -> anyhow::Result<ScheduleKind> {
        let Some(sampler) = self.sampler else { return Ok(detail.schedule) };
        detail.schedule.with_sampler(sampler).with_context(|| {
            format!(
                "--sampler {}: {} learnt a flow and runs by {} alone; samplers can be chosen for sd2.1",
                sampler.name(),
                detail.model.label,
                detail.schedule.sampler()
            )
        })
    }

    fn length(&self, workload: &Workload) -> anyhow::Result<Length> {
        Ok(match self.text_tokens.as_deref() {
            Some("natural") => Length::Natural,
            None if self.weights != "random" => Length::Natural,
            _ => Length::Fixed(workload.text_tokens() as usize),
        })
    }

    fn prompts(&self) -> anyhow::Result<Vec<String>> {
        let count = self.batch as usize;
        Ok(match (&self.captions, self.prompt.as_slice()) {
            (Some(path), _) => caption::coco(path, count, self.seed)?,
            (None, []) => caption::synthetic(count, self.seed),
            (None, [one]) => vec![one.clone(); count],
            (None, each) if each.len() == count => each.to_vec(),
            (None, each) => bail!("{} prompts for a batch of {count}: give one, or one an image", each.len()),
        })
    }

    fn generate(
        &self,
        detail: &'static Detail,
        checkpoint: &Checkpoint,
        run: &Run,
        device: &candle_core::Device,
        outputs: Vec<(PathBuf, Output)>,
    ) -> anyhow::Result<(Report, Vec<String>)> {
        let mut announce = |name: &str, bytes: Bytes| eprintln!("loading {name}, {bytes}");
        let engine = Engine::load(detail, checkpoint, &run.workload, device, &mut announce)?;
        let mut spreads = Vec::new();
        if matches!(checkpoint, Checkpoint::Random { .. }) {
            spreads = engine.probe(run)?;
            let widest = spreads.iter().map(|(_, spread)| spread.largest).fold(0.0, f64::max);
            if let Some((place, _)) = spreads.iter().find(|(_, spread)| !spread.finite) {
                bail!("random weights gave values that are not finite after {place}; try another precision");
            }
            eprintln!("random weights: every block's values are finite, the largest is {widest:.1}");
        }
        let mut progress = Progress::new(run)?;
        progress.prepare(&engine, run, self.weights_kind())?;
        let generated = engine.generate(run, &mut progress)?;
        progress.finish()?;
        if !generated.report.is_finite() {
            bail!("the run gave values that are not finite; try another precision");
        }
        let mut files = Vec::with_capacity(outputs.len());
        for (index, (path, mut output)) in outputs.into_iter().enumerate() {
            image::write_png(&path, &mut output, &generated.images.get(index)?)?;
            output.commit()?;
            files.push(display(&path));
        }
        // What was seen block by block stands before what was seen between the stages.
        let mut report = generated.report;
        spreads.append(&mut report.spreads);
        Ok((Report { spreads, ..report }, files))
    }
}

fn display(path: &Path) -> String {
    path.display().to_string()
}

//! `measure plan`: what a sweep would do, before it does anything.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use wattpix_core::gpu::{self, Gpu};

use crate::described_gpu;
use crate::files::Outputs;
use crate::sweep::design::Design;
use crate::sweep::design::expand::{Skipped, expand};
use crate::sweep::design::options::DesignOptions;
use crate::sweep::job::Job;
use crate::sweep::pipeline::Loading;
use crate::sweep::predict::{Prediction, load_s, predict, sort_out};
use crate::sweep::progress::duration;
use crate::sweep::shard::Shard;
use crate::{json, output};

/// Show what a sweep would measure, and how long it takes.
///
/// Also what it would skip and why.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure plan --model flux1-dev --paper --gpu a100 --write sweep.toml\n\nMinutes and watt-hours \
                  are predictions from the nearest fit, with the spread that the fit states."
)]
pub struct Plan {
    #[command(flatten)]
    design: DesignOptions,
    /// GPU id or alias, for the predictions; `measure gpus` lists them. Or a description (watts:285;fp16:110;bandwidth:500), or a TOML file with its keys.
    #[arg(long, value_name = "GPU")]
    gpu: String,
    /// Part of the sweep: i/n.
    #[arg(long, value_name = "i/n", default_value = "1/1")]
    shard: Shard,
    /// Write the design to a file that `run --plan` takes.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// A plan, as JSON.
#[derive(Debug, Serialize)]
struct Report<'a> {
    gpu: &'a str,
    shard: Shard,
    digest: String,
    design: &'a Design,
    configurations: usize,
    repeats: u32,
    minutes: f64,
    wh: f64,
    memory_gb: f64,
    fits: Vec<&'a str>,
    jobs: Vec<JobReport<'a>>,
    skipped: &'a [Skipped],
}

#[derive(Debug, Serialize)]
struct JobReport<'a> {
    key: String,
    #[serde(flatten)]
    prediction: &'a Prediction,
}

/// Jobs with what they will take.
type Predicted = Vec<(Job, Prediction)>;

impl Plan {
    /// Prints the plan.
    ///
    /// # Errors
    /// A design that cannot be used, or a GPU that the catalogue does not know.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let design = self.design.design()?;
        let mut outputs = Outputs::of_reading(self.design.file());
        let out = self.write.as_deref().map(|path| outputs.create(path)).transpose()?;
        let gpu = gpu::find(&described_gpu::text(&self.gpu)?)?;
        let mut grid = expand(&design)?;
        sort_out(&mut grid, Some(gpu), gpu.memory_gb);
        let mut jobs: Predicted = Vec::new();
        for (_, job) in grid.jobs.iter().enumerate().filter(|(place, _)| self.shard.has(*place)) {
            match predict(job, gpu, &design.rules) {
                Some(prediction) => jobs.push((*job, prediction)),
                None => grid.skipped.push(Skipped {
                    key: job.key(),
                    images: job.images,
                    reason: "no fit answers for it".to_owned(),
                }),
            }
        }
        if let (Some(path), Some(mut out)) = (&self.write, out) {
            out.write_all(design.written()?.as_bytes())
                .with_context(|| format!("cannot write the design {}", path.display()))?;
            out.commit()?;
        }
        if self.json {
            json::print(&self.report(&design, gpu, &jobs, &grid.skipped))?;
        } else {
            self.print(&design, gpu, &jobs, &grid.skipped)?;
        }
        ensure!(!jobs.is_empty(), "nothing is left to run; see what is skipped and why");
        Ok(ExitCode::SUCCESS)
    }

    fn report<'a>(
        &self,
        design: &'a Design,
        gpu: &'static Gpu,
        jobs: &'a Predicted,
        skipped: &'a [Skipped],
    ) -> Report<'a> {
        let mut fits: Vec<&str> = jobs.iter().map(|(_, prediction)| prediction.fit.as_str()).collect();
        fits.sort_unstable();
        fits.dedup();
        Report {
            gpu: gpu.id,
            shard: self.shard,
            digest: design.digest(),
            design,
            configurations: jobs.len(),
            repeats: design.rules.repeats,
            minutes: seconds(jobs, design) / 60.0,
            wh: jobs.iter().map(|(_, prediction)| prediction.wh).sum(),
            memory_gb: jobs.iter().map(|(_, prediction)| prediction.memory_gb).fold(0.0, f64::max),
            fits,
            jobs: jobs.iter().map(|(job, prediction)| JobReport { key: job.key(), prediction }).collect(),
            skipped,
        }
    }

    fn print(
        &self,
        design: &Design,
        gpu: &'static Gpu,
        jobs: &Predicted,
        skipped: &[Skipped],
    ) -> anyhow::Result<()> {
        let rows: Vec<_> = jobs
            .iter()
            .map(|(job, prediction)| {
                [
                    job.key(),
                    prediction.images.to_string(),
                    format!("{:.1}", prediction.window_s),
                    format!("{:.0}", prediction.gross_j),
                    format!("{:.1}", prediction.seconds / 60.0),
                    format!("{:.1}", prediction.wh),
                ]
            })
            .collect();
        if !rows.is_empty() {
            output::table(["configuration", "images", "window s", "window J", "minutes", "Wh"], &rows)?;
        }
        for Skipped { key, images, reason } in skipped {
            output::line(&format!("skipped: {key}, images {images}: {reason}"))?;
        }
        let report = self.report(design, gpu, jobs, skipped);
        let [low, high] = jobs.iter().fold([1.0_f64, 1.0_f64], |[low, high], (_, prediction)| {
            [low.min(prediction.interval[0]), high.max(prediction.interval[1])]
        });
        output::line(&format!(
            "\n{} configurations x {} repeats on {}, {} skipped: about {}, {:.0} Wh (each {:.1} to {:.1} times that); \
             weights of up to {:.1} GB, activations come on top",
            report.configurations,
            report.repeats,
            gpu.label,
            skipped.len(),
            duration(report.minutes * 60.0),
            report.wh,
            low,
            high,
            report.memory_gb
        ))?;
        output::line(&format!("predicted by {}", report.fits.join(", ")))
    }
}

/// Seconds of a plan: repeats, warm-up, and what is loaded in between.
fn seconds(jobs: &Predicted, design: &Design) -> f64 {
    let mut loaded = None;
    let mut seconds = 0.0;
    for (job, prediction) in jobs {
        seconds += prediction.seconds;
        if loaded != Some(job.loaded()) {
            loaded = Some(job.loaded());
            seconds += load_s(job, Loading::default()) + design.rules.idle_s;
        }
    }
    seconds
}

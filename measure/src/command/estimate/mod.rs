//! `measure estimate`: energy of one image with its interval, for one configuration or a table of them.

mod answer;
mod batches;
mod columns;
mod electricity;
mod explain;
mod rows;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Estimate, INTERVAL, Question, paper_beside};
use wattpix_core::fit::{VERSIONS, Version, origin_label};
use wattpix_core::gpu::name_in_version;
use wattpix_core::present::{self, EnergyUnit};
use wattpix_core::report::{Asked, EstimateReport};
use wattpix_core::setting::Execution;

use self::answer::Coefficients;
use self::electricity::ElectricityOptions;
use crate::configuration::{WorkloadOptions, exact, given};
use crate::described_gpu;
use crate::{json, output};

/// Estimate the energy of an image or a clip.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure estimate --model flux1-dev --gpu a100 --steps 28 --json\n  measure estimate --model flux1-dev --gpu a100 --zone FRA --pue 1.2 --price 0.2 --like chatgpt-query\n  measure estimate --model sdxl --gpu l40s --fit my-l40s.json\n  measure estimate --model sdxl --gpu rtx-4090 --explain\n  measure estimate --model wan2.1-t2v-14b --gpu h100 --frames 81\n  measure estimate --from configs.csv --zone FRA --out estimates.csv"
)]
pub struct Estimates {
    #[command(flatten)]
    workload: WorkloadOptions,
    /// GPU id or alias; `measure gpus` lists them. Or a description (watts:285;fp16:110;bandwidth:500), or a TOML file with its keys.
    #[arg(long, value_name = "GPU")]
    gpu: Option<String>,
    /// Number format: fp16, bf16, tf32, fp32 or fp8 [default: fp16].
    #[arg(long, value_name = "PRECISION")]
    precision: Option<String>,
    /// eager (kernels one by one) or compiled (a compiled graph, whose kernels are fused) [default: eager].
    #[arg(long, value_name = "eager|compiled")]
    execution: Option<String>,
    /// Images of the total [default: 100].
    #[arg(long, value_name = "IMAGES")]
    images: Option<String>,
    /// net (less idle power) or gross [default: net].
    #[arg(long, value_name = "net|gross")]
    boundary: Option<String>,
    /// Fit id (`measure fits` lists them) or the file of a fit; with --from, for rows that name none [default: the fit that answers every
    /// question].
    #[arg(long, value_name = "FIT|FILE")]
    fit: Option<String>,
    /// Version of the coefficients; older ones answer as they did when they were the newest [default: the newest].
    #[arg(long, value_name = "VERSION", value_parser = version)]
    coefficients: Option<&'static Version>,
    #[command(flatten)]
    electricity: ElectricityOptions,
    /// Print one JSON object.
    #[arg(long, conflicts_with = "from")]
    json: bool,
    /// Print the law term by term, which effects the fit knows, and what the interval is as wide for; `--json` always says the last two.
    #[arg(long, conflicts_with_all = ["from", "json"])]
    explain: bool,
    /// Estimate every row of a CSV file (packed by gzip or zstd or not, `-` for standard input) with any of the columns model, gpu, width, height, steps,
    /// precision, guidance, images, batch, boundary, fit, text_tokens, execution, frames and fps; others are carried through.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["model", "gpu", "width", "height", "steps", "guidance", "text_tokens", "batch", "frames", "fps", "precision", "execution", "images", "boundary"])]
    from: Option<PathBuf>,
    /// File for the table (`-` for standard output) [default: standard output].
    #[arg(long, value_name = "CSV", requires = "from")]
    out: Option<PathBuf>,
}

impl Estimates {
    /// Prints the estimate, or writes the table.
    ///
    /// # Errors
    /// A value that cannot be used, or files that cannot be read or written.
    pub fn run(mut self) -> anyhow::Result<ExitCode> {
        if let Some(gpu) = &mut self.gpu {
            *gpu = described_gpu::text(gpu)?.into_owned();
        }
        let version = self.coefficients.unwrap_or_else(Version::current);
        let asked = self.electricity.read()?;
        let coefficients = Coefficients::of(version, self.fit.as_deref())?;
        if let Some(from) = &self.from {
            return table::run(from, self.out.as_deref(), coefficients, &asked);
        }
        let configuration = exact(&self.typed(version), &[Key::Model, Key::Gpu])?;
        let estimate = coefficients.answer(&configuration)?;
        if self.json {
            json::print(&EstimateReport::new(version, &configuration, &estimate, &asked))?;
        } else {
            print(&configuration, &estimate, &asked)?;
            if self.explain {
                explain::print(&estimate)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn typed(&self, version: &Version) -> Typed<'_> {
        let values = [
            (Key::Precision, &self.precision),
            (Key::Execution, &self.execution),
            (Key::Images, &self.images),
            (Key::Boundary, &self.boundary),
        ];
        let mut typed = given(self.workload.typed(), values);
        if let Some(name) = &self.gpu {
            typed.set(Key::Gpu, name_in_version(name.trim(), version.number));
        }
        typed
    }
}

fn version(text: &str) -> Result<&'static Version, String> {
    Version::find(text).ok_or_else(|| {
        let known: Vec<String> = VERSIONS.iter().map(|version| version.number.to_string()).collect();
        format!("there are versions {}", known.join(", "))
    })
}

fn print(configuration: &Configuration, estimate: &Estimate, asked: &Asked) -> anyhow::Result<()> {
    let Question { workload, gpu, boundary } = &estimate.question;
    let unit = EnergyUnit::WattHours;
    let clip = workload
        .fps()
        .map_or_else(String::new, |fps| format!(", {} frames at {fps} a second", workload.frames()));
    let (one, many) = if clip.is_empty() { ("an image", "images") } else { ("a clip", "clips") };
    output::line(&format!(
        "{} on {}: {} px{clip}, {} steps, {}, guidance {}{}\n",
        workload.model().label,
        gpu.label,
        format_args!("{} × {}", workload.size().width, workload.size().height),
        workload.steps(),
        workload.precision().name(),
        workload.guidance().name(),
        if workload.execution() == Execution::Compiled { ", compiled" } else { "" },
    ))?;
    output::line(&format!(
        "  {} {one}, likely {} to {} ({:.0} % interval, {} of idle power)",
        unit.text(estimate.energy),
        unit.text(estimate.low),
        unit.text(estimate.high),
        100.0 * INTERVAL,
        boundary.name(),
    ))?;
    if let (Some(energy), Some(seconds)) = (estimate.per_second(), workload.seconds_shown()) {
        let seconds = present::significant(seconds, 3);
        output::line(&format!("  {} a second of video, of which a clip has {seconds}", unit.text(energy)))?;
    }
    output::line(&format!(
        "  {} for {} {many}",
        unit.text(estimate.energy * configuration.images as f64),
        present::whole(configuration.images),
    ))?;
    if let (Some(seconds), Some(power)) = (estimate.seconds, estimate.power) {
        output::line(&format!(
            "  about {} s {one} at {} W",
            present::rounded(seconds),
            present::rounded(power.watts())
        ))?;
    }
    if let Some(paper) = paper_beside(estimate) {
        output::line(&format!(
            "  the paper's law ({}): {}, likely {} to {}",
            paper.fit.id(),
            unit.text(paper.energy),
            unit.text(paper.low),
            unit.text(paper.high),
        ))?;
    }
    electricity::print(asked, estimate, configuration.images)?;
    output::line(&format!("\nfit: {} ({})", estimate.fit.id(), origin_label(estimate.fit)))?;
    let memory = estimate.memory_gb_needed();
    output::line(&if clip.is_empty() {
        format!("weights: {memory:.1} GB; activations come on top")
    } else {
        format!(
            "weights and a denoiser block's activations: {memory:.1} GB; those of the decoder are not counted"
        )
    })?;
    for caveat in &estimate.caveats {
        let adds = estimate.caveat_factor(caveat).map_or_else(String::new, |factor| {
            format!(" It widens the interval by a factor of {}.", present::fixed(factor, 2))
        });
        output::line(&format!("caveat {}: {caveat}{adds}", caveat.code()))?;
    }
    Ok(())
}

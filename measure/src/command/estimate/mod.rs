//! `measure estimate`: energy of one image with its interval, for one configuration or a table of them.

mod answer;
mod batches;
mod beside;
mod columns;
mod electricity;
mod explain;
mod facts;
mod footprint;
mod hours;
mod report;
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
use wattpix_core::report::{Asked, refuse_closed};
use wattpix_core::running::Offload;
use wattpix_core::setting::Execution;

use self::answer::Coefficients;
use self::beside::BesideOptions;
use self::electricity::ElectricityOptions;
pub use self::report::Report;
use crate::configuration::{SetUpOptions, WorkloadOptions, exact, given, set_up};
use crate::described_gpu;
use crate::{json, output};

/// Estimate the energy of an image or a clip.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure estimate --model flux1-dev --gpu a100 --steps 28 --json\n  measure estimate --model flux1-dev --gpu a100 --zone FRA --pue 1.2 --price 0.2 --like chatgpt-query\n  measure estimate --model sdxl --gpu l40s --fit my-l40s.json\n  measure estimate --model sdxl --gpu rtx-4090 --explain\n  measure estimate --model wan2.1-t2v-14b --gpu h100 --frames 81\n  measure estimate --model qwen-image-edit --gpu h100 --references 2\n  measure estimate --model flux1-dev --gpu rtx-4090 --weights q8 --offload model\n  measure estimate --model flux1-dev --gpu h100 --gpu-count 4 --parallel ulysses\n  measure estimate --model sdxl --gpu h100 --boundary gross --zone FRA --embodied on --host on --attempts 4\n  measure estimate --model sdxl --gpu h100 --images 2000 --series intensity.csv\n  measure estimate --model sdxl --gpu h100 --boundary gross --report sci --zone FRA\n  measure estimate --from configs.csv --zone FRA --out estimates.csv"
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
    #[command(flatten)]
    set_up: SetUpOptions,
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
    /// precision, guidance, images, batch, boundary, fit, text_tokens, execution, frames, fps, references, reference_size, strength, weights, sampler,
    /// offload, vae_tiling, skipped, gpu_count and parallel; others are carried through.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["model", "gpu", "width", "height", "steps", "guidance", "text_tokens", "batch", "frames", "fps", "precision", "execution", "images", "boundary", "references", "reference_size", "strength", "sampler", "skipped", "vae_tiling", "weights", "offload", "gpu_count", "parallel", "FootprintOptions", "ReportOptions", "series", "claim"])]
    from: Option<PathBuf>,
    /// File for the table (`-` for standard output) [default: standard output].
    #[arg(long, value_name = "CSV", requires = "from")]
    out: Option<PathBuf>,
    // Last, as its headings in the help hold for what follows.
    #[command(flatten)]
    beside: BesideOptions,
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
        let typed = self.typed(version);
        refuse_closed(&typed, version)?;
        let configuration = exact(&typed, &[Key::Model, Key::Gpu])?;
        let estimate = coefficients.answer(&configuration)?;
        let beside = self.beside.answer(&estimate, &asked, configuration.images)?;
        if self.beside.write_reports(&estimate, &beside, &asked, configuration.images)? {
            return Ok(ExitCode::SUCCESS);
        }
        if self.json {
            json::print(&Report::new(version, &configuration, &estimate, &asked, &beside))?;
        } else {
            print(&configuration, &estimate, &asked)?;
            beside.print(&estimate, configuration.images)?;
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
        let mut typed = self.set_up.add(given(self.workload.typed(), values));
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
    let set_up: String = set_up(configuration).map(|(key, value)| format!(", {key} {value}")).collect();
    output::line(&format!(
        "{} on {}: {} px{clip}, {} steps, {}, guidance {}{}{set_up}\n",
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
    let held = if workload.running().offload == Offload::None { "weights" } else { "weights at once" };
    output::line(&if clip.is_empty() {
        format!("{held}: {memory:.1} GB; activations come on top")
    } else {
        format!(
            "{held} and a denoiser block's activations: {memory:.1} GB; those of the decoder are not counted"
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

//! `measure gpus`: the catalogue of GPUs.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use wattpix_core::bare::is_same;
use wattpix_core::error::Choice;
use wattpix_core::excerpt::shortened;
use wattpix_core::gpu::{self, Gpu, Maker};
use wattpix_core::report::GpuReport;

use crate::{json, output};

/// List the GPUs with the figures of their data sheets.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  measure gpus --json\n  measure gpus --maker nvidia --architecture ada")]
pub struct Gpus {
    /// Show the GPUs of one maker only: nvidia, amd or intel.
    #[arg(long, value_name = "MAKER")]
    pub maker: Option<String>,
    /// Show the GPUs of one architecture only, such as Ada.
    #[arg(long, value_name = "NAME")]
    pub architecture: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Serialize)]
struct Catalogue {
    gpus: Vec<GpuReport>,
}

impl Gpus {
    /// Prints the catalogue.
    ///
    /// # Errors
    /// A maker or an architecture that there is not, or standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let gpus = self.chosen()?;
        if self.json {
            json::print(&Catalogue { gpus: gpus.into_iter().map(GpuReport::from).collect() })?;
            return Ok(ExitCode::SUCCESS);
        }
        let figure = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), |figure| figure.to_string());
        let rows: Vec<_> = gpus
            .iter()
            .map(|gpu| {
                [
                    gpu.id.to_owned(),
                    gpu.label.to_owned(),
                    gpu.architecture.to_owned(),
                    figure(gpu.memory_gb),
                    gpu.board_power_w.to_string(),
                    figure(gpu.fp32_tflop_per_s),
                    figure(gpu.tf32_tflop_per_s),
                    figure(Some(gpu.fp16_tflop_per_s)),
                    figure(gpu.fp8_tflop_per_s),
                    gpu.aliases.join(", "),
                ]
            })
            .collect();
        let heads = ["id", "gpu", "architecture", "GB", "W", "fp32", "tf32", "fp16", "fp8", "also called"];
        output::table(heads, &rows)?;
        output::line(
            "\nRates are dense, in TFLOP/s. Another GPU is described by its figures: watts:285;fp16:110;bandwidth:500.",
        )?;
        Ok(ExitCode::SUCCESS)
    }

    /// Returns the GPUs asked for, those of one maker and architecture together.
    ///
    /// # Errors
    /// A maker or an architecture that there is not.
    pub fn chosen(&self) -> anyhow::Result<Vec<&'static Gpu>> {
        let maker = self.maker.as_deref().map(maker).transpose()?;
        let mut gpus: Vec<&'static Gpu> =
            gpu::ALL.into_iter().filter(|gpu| maker.is_none_or(|maker| gpu.maker == maker)).collect();
        let order = groups(&gpus);
        gpus.sort_by_key(|gpu| order.iter().position(|group| *group == group_of(gpu)));
        if let Some(architecture) = &self.architecture {
            gpus.retain(|gpu| is_same(gpu.architecture, architecture));
            let mut known: Vec<&str> = order.into_iter().map(|(_, architecture)| architecture).collect();
            known.dedup();
            ensure!(
                !gpus.is_empty(),
                "--architecture '{}': no such GPU; choose one of {}",
                shortened(architecture),
                known.join(", ")
            );
        }
        Ok(gpus)
    }
}

fn group_of(gpu: &Gpu) -> (Maker, &'static str) {
    (gpu.maker, gpu.architecture)
}

/// Returns makers with their architectures, each once, makers together, in the order of the catalogue.
fn groups(gpus: &[&'static Gpu]) -> Vec<(Maker, &'static str)> {
    let mut groups = Vec::new();
    for (_, maker) in Maker::ALL {
        for gpu in gpus.iter().filter(|gpu| gpu.maker == *maker) {
            if !groups.contains(&group_of(gpu)) {
                groups.push(group_of(gpu));
            }
        }
    }
    groups
}

fn maker(given: &str) -> anyhow::Result<Maker> {
    let found = Maker::ALL.iter().find(|(name, _)| is_same(name, given));
    let known: Vec<&str> = Maker::ALL.iter().map(|(name, _)| *name).collect();
    found
        .map(|(_, maker)| *maker)
        .with_context(|| format!("--maker '{}': choose one of {}", shortened(given), known.join(", ")))
}

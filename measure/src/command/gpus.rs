//! `measure gpus`: the catalogue of GPUs.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::gpu::{self, Gpu};

use super::models::Citation;
use crate::{json, output};

/// List the GPUs with the figures of their data sheets.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure gpus --json")]
pub struct Gpus {
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Catalogue {
    gpus: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: &'static str,
    label: &'static str,
    aliases: &'static [&'static str],
    nvml_names: &'static [&'static str],
    architecture: &'static str,
    compute_capability: String,
    memory_gb: f64,
    bandwidth_gb_per_s: f64,
    board_power_w: f64,
    idle_w: Option<f64>,
    fp32_tflop_per_s: f64,
    tf32_tflop_per_s: Option<f64>,
    fp16_tflop_per_s: f64,
    fp8_tflop_per_s: Option<f64>,
    precisions: Vec<&'static str>,
    sources: Vec<Citation>,
}

impl From<&'static Gpu> for Entry {
    fn from(gpu: &'static Gpu) -> Self {
        let (major, minor) = gpu.compute_capability;
        Self {
            id: gpu.id,
            label: gpu.label,
            aliases: gpu.aliases,
            nvml_names: gpu.nvml_names,
            architecture: gpu.architecture,
            compute_capability: format!("{major}.{minor}"),
            memory_gb: gpu.memory_gb,
            bandwidth_gb_per_s: gpu.bandwidth_gb_per_s,
            board_power_w: gpu.board_power_w,
            idle_w: gpu.idle_w,
            fp32_tflop_per_s: gpu.fp32_tflop_per_s,
            tf32_tflop_per_s: gpu.tf32_tflop_per_s,
            fp16_tflop_per_s: gpu.fp16_tflop_per_s,
            fp8_tflop_per_s: gpu.fp8_tflop_per_s,
            precisions: gpu.precisions().map(Choice::name).collect(),
            sources: gpu.sources.iter().map(Citation::from).collect(),
        }
    }
}

impl Gpus {
    /// Prints the catalogue.
    ///
    /// # Errors
    /// Standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.json {
            json::print(&Catalogue { gpus: gpu::ALL.into_iter().map(Entry::from).collect() })?;
            return Ok(ExitCode::SUCCESS);
        }
        let rate = |rate: Option<f64>| rate.map_or_else(|| "–".to_owned(), |rate| rate.to_string());
        let rows: Vec<_> = gpu::ALL
            .iter()
            .map(|gpu| {
                [
                    gpu.id.to_owned(),
                    gpu.label.to_owned(),
                    gpu.memory_gb.to_string(),
                    gpu.board_power_w.to_string(),
                    rate(Some(gpu.fp32_tflop_per_s)),
                    rate(gpu.tf32_tflop_per_s),
                    rate(Some(gpu.fp16_tflop_per_s)),
                    rate(gpu.fp8_tflop_per_s),
                    gpu.aliases.join(", "),
                ]
            })
            .collect();
        output::table(["id", "gpu", "GB", "W", "fp32", "tf32", "fp16", "fp8", "also called"], &rows)?;
        output::line("\nRates are dense, in TFLOP/s.")?;
        Ok(ExitCode::SUCCESS)
    }
}

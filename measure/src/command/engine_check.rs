//! `measure engine-check`: whether the engine computes on a device what it should, and how fast its parts are there.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wattpix_core::error::{Choice, Key};
use wattpix_core::workload::Precision;

use crate::engine::check::{self, Finding};
use crate::engine::error::EngineError;
use crate::engine::rates::{self, Rate};
use crate::engine::{device, layer};
use crate::{json, output};

/// Check that a device computes what the engine means: attention, products and convolutions in every precision, whole tiny pipelines.
/// Exit status 1 if something is off.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure engine-check --device cuda --checkpoints tests/data/diffusion --rates bf16"
)]
pub struct EngineCheck {
    /// cpu, cuda or cuda:INDEX.
    #[arg(long, value_name = "DEVICE", default_value = "cpu")]
    device: String,
    /// Random shapes of attention for each precision and width of heads.
    #[arg(long, value_name = "ROUNDS", default_value_t = 24)]
    rounds: usize,
    /// Rows of attention at most.
    #[arg(long, value_name = "ROWS", default_value_t = 1500)]
    rows: usize,
    /// Folder with the tiny checkpoints of the models; their images are compared with the processor's.
    #[arg(long, value_name = "FOLDER")]
    checkpoints: Option<PathBuf>,
    /// Time the parts of a block in this precision too.
    #[arg(long, value_name = "PRECISION")]
    rates: Option<String>,
    /// Divide the rows and sides of what is timed.
    #[arg(long, default_value_t = 1, hide = true)]
    shrink: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Printed<'a> {
    engine: &'a str,
    fused_widths: &'a [usize],
    findings: &'a [Finding],
    rates: &'a [Rate],
}

impl EngineCheck {
    /// Compares and prints.
    ///
    /// # Errors
    /// No such device, or whatever it fails with.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let device = device::open(&self.device)?;
        let software = device::software(&device);
        let rows = self.rows.max(1);
        let mut findings = check::attention::check(&device, self.rounds, rows).map_err(EngineError::from)?;
        findings.extend(check::products::check(&device)?);
        if let Some(folder) = &self.checkpoints {
            findings.extend(check::pipelines::check(folder, &device)?);
        }
        let mut rates = Vec::new();
        if let Some(precision) = &self.rates {
            let precision = Precision::parse(Key::Precision, precision)?;
            device::allow_tf32(precision);
            let seconds = if device.is_cpu() { 0.01 } else { 0.2 };
            let dtype = device::dtype(precision)?;
            rates =
                rates::of_blocks(&device, dtype, self.shrink.max(1), seconds).map_err(EngineError::from)?;
        }
        if self.json {
            let fused_widths: &[usize] =
                if device::fuses_attention(&device) { &layer::fused::WIDTHS } else { &[] };
            json::print(&Printed { engine: &software, fused_widths, findings: &findings, rates: &rates })?;
        } else {
            print(&software, &findings, &rates)?;
        }
        let passed = findings.iter().all(|finding| finding.passed);
        Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print(software: &str, findings: &[Finding], rates: &[Rate]) -> anyhow::Result<()> {
    output::line(software)?;
    let row = |finding: &Finding| {
        let [least, most] = finding.allowed;
        let allowed = if least > 0.0 { format!("{least:.0e} to {most:.0e}") } else { format!("{most:.0e}") };
        let verdict = if finding.passed { "passed" } else { "FAILED" };
        [finding.what.clone(), format!("{:.2e}", finding.found), allowed, verdict.to_owned()]
    };
    let rows: Vec<_> = findings.iter().map(row).collect();
    output::table(["what", "apart", "allowed", ""], &rows)?;
    if rates.is_empty() {
        return Ok(());
    }
    output::line("")?;
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.1}"));
    let row = |rate: &Rate| {
        [
            rate.what.clone(),
            format!("{:.1}", 1e6 * rate.seconds),
            number(rate.tflop_per_s),
            number(rate.gb_per_s),
        ]
    };
    let rows: Vec<_> = rates.iter().map(row).collect();
    output::table(["what", "us", "TFLOP/s", "GB/s"], &rows)
}

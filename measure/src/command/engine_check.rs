//! `measure engine-check`: whether the engine computes on a device what it should, and how fast its parts are there.

use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde::Serialize;
use wattpix_core::error::{Choice, Key};
use wattpix_core::setting::Precision;

use crate::engine::check::{self, Finding};
use crate::engine::error::EngineError;
use crate::engine::rates::{self, Rate};
use crate::engine::{device, layer};
use crate::output::tell;
use crate::{json, output};

/// Check the arithmetic of a device.
///
/// Attention, products and convolutions in every precision, and whole tiny pipelines, against the engine's own on the processor. Every finding goes to
/// standard error as it is found; the exit status is 1 if something is off.
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
    /// Attention with its scores in memory everywhere, where the fused kernels are not to be trusted.
    #[arg(long)]
    unfused: bool,
    /// Append what is found to a file as it is found, one JSON object a line: the engine, then findings, rates and how each part ended.
    #[arg(long, value_name = "FILE")]
    parts: Option<PathBuf>,
    /// Divide the rows and sides of what is timed.
    #[arg(long, default_value_t = 1, hide = true)]
    shrink: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// A part of the check that could not be run to its end.
#[derive(Debug, Serialize)]
struct Broken {
    part: &'static str,
    error: String,
}

#[derive(Debug, Serialize)]
struct Printed<'a> {
    engine: &'a str,
    fused_widths: &'a [usize],
    findings: &'a [Finding],
    rates: &'a [Rate],
    broken: &'a [Broken],
}

/// A line of `--parts`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Line<'a> {
    Engine(&'a str),
    Finding(&'a Finding),
    Rate(&'a Rate),
    /// A part that was run to its end.
    Ended(&'a str),
    Broken(&'a Broken),
}

/// Findings so far, each reported at once.
struct Found {
    lines: Option<File>,
    findings: Vec<Finding>,
    rates: Vec<Rate>,
    broken: Vec<Broken>,
}

impl Found {
    /// Kept outside the process: a kernel that fails may end it.
    fn keep(&mut self, line: &Line) {
        let Some(file) = &mut self.lines else { return };
        let written = serde_json::to_string(line).map(|text| file.write_all(format!("{text}\n").as_bytes()));
        if !matches!(written, Ok(Ok(()))) {
            tell("a line of --parts could not be written");
        }
    }

    fn finding(&mut self, finding: Finding) {
        let [what, apart, allowed, verdict] = row(&finding);
        tell(&format!("{what}: apart {apart}, allowed {allowed}, {verdict}"));
        self.keep(&Line::Finding(&finding));
        self.findings.push(finding);
    }

    fn rate(&mut self, rate: Rate) {
        tell(&format!("{}: {:.1} us", rate.what, 1e6 * rate.seconds));
        self.keep(&Line::Rate(&rate));
        self.rates.push(rate);
    }

    fn ended(&mut self, part: &'static str, result: Result<(), EngineError>) {
        match result {
            Ok(()) => self.keep(&Line::Ended(part)),
            Err(error) => {
                let broken = Broken { part, error: error.to_string() };
                tell(&format!("{part}: could not be checked: {}", broken.error));
                self.keep(&Line::Broken(&broken));
                self.broken.push(broken);
            }
        }
    }
}

impl EngineCheck {
    /// Compares and prints.
    ///
    /// # Errors
    /// No such device, or a file that cannot be written. What a device fails with ends a part of the check, not all of it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let rates = self.rates.as_deref().map(|name| Precision::parse(Key::Precision, name)).transpose()?;
        device::allow_fused_attention(!self.unfused);
        let device = device::open(&self.device)?;
        let software = device::software(&device);
        let lines = self.parts.as_ref().map(|path| {
            let file = File::options().create(true).append(true).open(path);
            file.with_context(|| format!("cannot write {}", path.display()))
        });
        let found =
            Found { lines: lines.transpose()?, findings: Vec::new(), rates: Vec::new(), broken: Vec::new() };
        let found = RefCell::new(found);
        found.borrow_mut().keep(&Line::Engine(&software));
        let mut finding = |one: Finding| found.borrow_mut().finding(one);

        let attention = check::attention::check(&device, self.rounds, self.rows.max(1), &mut finding);
        found.borrow_mut().ended("attention", attention.map_err(EngineError::from));
        let products = check::products::check(&device, &mut finding);
        found.borrow_mut().ended("products", products);
        if let Some(folder) = &self.checkpoints {
            let pipelines = check::pipelines::check(folder, &device, &mut finding);
            found.borrow_mut().ended("pipelines", pipelines);
        }
        if let Some(precision) = rates {
            device::allow_tf32(precision);
            let seconds = if device.is_cpu() { 0.01 } else { 0.2 };
            let dtype = device::dtype(precision)?;
            let mut rate = |one: Rate| found.borrow_mut().rate(one);
            let timed = rates::of_blocks(&device, dtype, self.shrink.max(1), seconds, &mut rate);
            found.borrow_mut().ended("rates", timed.map_err(EngineError::from));
        }
        let Found { findings, rates, broken, .. } = found.into_inner();
        if self.json {
            let fused_widths: &[usize] =
                if device::fuses_attention(&device) { &layer::fused::WIDTHS } else { &[] };
            let printed = Printed {
                engine: &software,
                fused_widths,
                findings: &findings,
                rates: &rates,
                broken: &broken,
            };
            json::print(&printed)?;
        } else {
            print(&software, &findings, &rates)?;
        }
        let passed = broken.is_empty() && findings.iter().all(|finding| finding.passed);
        Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A finding in words: what, how far apart, what is allowed, the verdict.
fn row(finding: &Finding) -> [String; 4] {
    let [least, most] = finding.allowed;
    let allowed = if least > 0.0 { format!("{least:.0e} to {most:.0e}") } else { format!("{most:.0e}") };
    let verdict = if finding.passed { "passed" } else { "FAILED" };
    [finding.what.clone(), format!("{:.2e}", finding.found), allowed, verdict.to_owned()]
}

fn print(software: &str, findings: &[Finding], rates: &[Rate]) -> anyhow::Result<()> {
    output::line(software)?;
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
            format!("{:.1}", 1e6 * rate.issue_seconds),
            number(rate.tflop_per_s),
            number(rate.gb_per_s),
        ]
    };
    let rows: Vec<_> = rates.iter().map(row).collect();
    output::table(["what", "us", "us of the host", "TFLOP/s", "GB/s"], &rows)
}

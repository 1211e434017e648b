//! Output of `measure generate`.

use std::collections::BTreeMap;

use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::report::ExactGflops;

use super::Generate;
use crate::engine::memory::Bytes;
use crate::engine::pipeline::Run;
use crate::engine::pipeline::report::{Report, Spread, Stage, StageReport};
use crate::{json, output};

#[derive(Debug, Serialize)]
struct Printed<'a> {
    model: &'a str,
    tiny: bool,
    weights: &'a str,
    device: &'a str,
    precision: &'a str,
    width: u32,
    height: u32,
    steps: u32,
    sampler: &'a str,
    guidance: &'a str,
    batch: u32,
    seed: u64,
    outcome: &'a str,
    memory_needed_gb: f64,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    result: Option<PrintedResult<'a>>,
}

#[derive(Debug, Serialize)]
struct PrintedResult<'a> {
    prompts: &'a [String],
    text_tokens: usize,
    prompt_tokens: &'a [Vec<usize>],
    stages: BTreeMap<&'a str, PrintedStage>,
    spreads: BTreeMap<&'a str, PrintedSpread>,
    files: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PrintedStage {
    seconds: f64,
    executed_gflops: ExactGflops,
    counted_gflops: ExactGflops,
}

#[derive(Debug, Serialize)]
struct PrintedSpread {
    finite: bool,
    mean: f64,
    deviation: f64,
    largest: f64,
}

impl Generate {
    /// Prints what came of a run: a table, or one JSON object, which says so too where memory ran out.
    pub(super) fn print(
        &self,
        run: &Run,
        need: Bytes,
        result: Option<(&Report, &[String])>,
    ) -> anyhow::Result<()> {
        let stages = |report: &Report| {
            [(Stage::Text, report.text), (Stage::Denoise, report.denoise), (Stage::Decode, report.decode)]
        };
        if !self.json {
            let Some((report, files)) = result else { return Ok(()) };
            let row = |(stage, report): (Stage, StageReport)| {
                let gflops = |flops: u64| format!("{:.3}", flops as f64 / GFLOP);
                [
                    stage.name().to_owned(),
                    format!("{:.3}", report.seconds),
                    gflops(report.executed.total()),
                    gflops(report.counted.total()),
                ]
            };
            let rows: Vec<_> = stages(report).into_iter().map(row).collect();
            output::table(["stage", "seconds", "GFLOP executed", "GFLOP counted"], &rows)?;
            output::line(&format!("{} text tokens seen by the denoiser", report.text_tokens))?;
            return files.iter().try_for_each(|file| output::line(file));
        }
        let printed_stage = |(stage, report): (Stage, StageReport)| {
            Ok((
                stage.name(),
                PrintedStage {
                    seconds: report.seconds,
                    executed_gflops: ExactGflops(report.executed.total()),
                    counted_gflops: ExactGflops(report.counted.total()),
                },
            ))
        };
        let result = result
            .map(|(report, files)| {
                Ok::<_, anyhow::Error>(PrintedResult {
                    prompts: &run.prompts,
                    text_tokens: report.text_tokens,
                    prompt_tokens: &report.prompt_tokens,
                    stages: stages(report).into_iter().map(printed_stage).collect::<anyhow::Result<_>>()?,
                    spreads: report
                        .spreads
                        .iter()
                        .map(|(name, spread)| (name.as_str(), printed_spread(spread)))
                        .collect(),
                    files: files.to_vec(),
                })
            })
            .transpose()?;
        let workload = &run.workload;
        json::print(&Printed {
            model: workload.model().id,
            tiny: self.tiny,
            weights: self.weights_kind(),
            device: &self.device,
            precision: workload.precision().name(),
            width: workload.size().width,
            height: workload.size().height,
            steps: workload.steps(),
            sampler: run.schedule.sampler(),
            guidance: workload.guidance().name(),
            batch: workload.batch(),
            seed: self.seed,
            outcome: if result.is_some() { "image" } else { "out-of-memory" },
            memory_needed_gb: need.0 as f64 / 1e9,
            result,
        })
    }
}

const GFLOP: f64 = wattpix_core::flops::OPERATIONS_PER_GFLOP;

fn printed_spread(spread: &Spread) -> PrintedSpread {
    PrintedSpread {
        finite: spread.finite,
        mean: spread.mean,
        deviation: spread.deviation,
        largest: spread.largest,
    }
}

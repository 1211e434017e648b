//! `measure import`: files of other programs as observations.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;
use serde::Serialize;
use wattpix_core::import::LogFacts;

use crate::exec::config::Pair;
use crate::files::Outputs;
use crate::import::gpus::GpuChoice;
use crate::import::part::PartChoice;
use crate::import::rows::{ForeignFile, Imported, Request};
use crate::import::settings::how_to_give;
use crate::observation::Observation;
use crate::output::{counted, tell};
use crate::reasons::grouped;
use crate::{json, output};

/// Convert files of other programs to observations.
///
/// Files of CodeCarbon, Zeus, nvidia-smi, DCGM, ML.ENERGY and BoAmps are recognised by their content.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure import emissions.csv --config model=sdxl --config width=1024 --config height=1024 --config steps=25 --config precision=fp16 --config guidance=on \
                  --config batch=1 --config images=50 --out imported.jsonl\n\nA file is known by its content, not by its name. Energy is taken where the file separates that of GPUs; settings that it does not state have to be \
                  given. Rows say that they were imported, from which file and line. See docs/fitting.md."
)]
pub struct Import {
    /// Files of other programs, packed by gzip or zstd or not; `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A setting that the files do not state: model, gpu, width, height, steps, precision, guidance, batch, images, text_tokens, seed, engine, or
    /// anything else; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    config: Vec<Pair>,
    /// Observation file to write; it must not exist [default: standard output].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    parts: PartChoice,
    #[command(flatten)]
    gpus: GpuChoice,
    /// Seconds between readings of a power log without times.
    #[arg(long, value_name = "SECONDS")]
    interval: Option<f64>,
    /// Columns of an nvidia-smi log without a head row, as after --query-gpu.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// Idle power of the GPU, measured apart, for net energy.
    #[arg(long, value_name = "WATTS")]
    idle_watts: Option<f64>,
    /// The energy of a BoAmps report is of GPUs alone, because its tool meters nothing else.
    #[arg(long)]
    gpu_only: bool,
    /// Write rows that no fit can use, too: settings not stated, models unknown, energies implausible.
    #[arg(long)]
    keep_all: bool,
    /// Print a summary as one JSON object.
    #[arg(long, requires = "out")]
    json: bool,
}

/// A file in the summary.
#[derive(Debug, Serialize)]
struct FileSummary {
    file: String,
    sha256: String,
    tool: String,
    rows: usize,
    left_out: usize,
}

impl Import {
    /// Reads every file and writes the rows.
    ///
    /// # Errors
    /// Files that cannot be read, settings that are missing, or nothing that could be imported.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        for (name, value) in [("--interval", self.interval), ("--idle-watts", self.idle_watts)] {
            ensure!(
                value.is_none_or(|value| value > 0.0 && value.is_finite()),
                "{name}: must be greater than zero"
            );
        }
        if let Some(out) = &self.out {
            ensure!(!out.exists(), "{} is there already; give another file with --out", out.display());
        }
        let request = Request {
            declared: self.config,
            facts: LogFacts { interval_s: self.interval, columns: self.columns },
            parts: self.parts,
            gpus: self.gpus,
            idle_w: self.idle_watts,
            gpu_only: self.gpu_only,
            keep_all: self.keep_all,
        };
        let mut imported = Imported::default();
        for path in &self.files {
            imported.take(path, &request)?;
        }
        imported.sources.iter().for_each(tell_source);
        let how: Vec<String> = imported.missing.iter().map(|key| how_to_give(key)).collect();
        if imported.rows.is_empty() {
            if how.is_empty() {
                bail!("nothing could be imported");
            }
            bail!("nothing was imported: add {}", how.join(" "));
        }
        if !how.is_empty() {
            tell(&format!("for the rows that were left out, add {}", how.join(" ")));
        }
        let lines = std::iter::once(serde_json::to_string(&imported.header())?)
            .chain(imported.rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?);
        let Some(out) = &self.out else {
            lines.into_iter().try_for_each(|line| output::line(&line))?;
            return Ok(ExitCode::SUCCESS);
        };
        let mut outputs = Outputs::of_reading(self.files.iter().map(PathBuf::as_path));
        let mut file = outputs.create(out)?;
        for line in lines {
            writeln!(file, "{line}").with_context(|| format!("cannot write {}", out.display()))?;
        }
        file.commit()?;
        imported.rows.iter().for_each(|row| tell(&told(row)));
        tell(&format!("{} written to {}", counted(imported.rows.len(), "row"), out.display()));
        if self.json {
            let files: Vec<FileSummary> = imported.sources.iter().map(summary).collect();
            json::print(&serde_json::json!({ "rows": imported.rows.len(), "files": files }))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn summary(source: &ForeignFile) -> FileSummary {
    FileSummary {
        file: source.path.display().to_string(),
        sha256: source.sha256.clone(),
        tool: source.tool.clone(),
        rows: source.rows,
        left_out: source.skipped.len(),
    }
}

/// Tells what a file is, and what was left out of it.
fn tell_source(source: &ForeignFile) {
    let path = source.path.display();
    tell(&format!(
        "{path}: {}, {}, {} left out",
        source.tool,
        counted(source.rows, "row"),
        source.skipped.len()
    ));
    source.notes.iter().for_each(|note| tell(&format!("{path}: {note}")));
    for group in grouped(&source.skipped, |skipped| &skipped.reason) {
        tell(&format!(
            "{path}: left out: line {}: {}{}",
            group.first.line,
            group.first.reason,
            group.others()
        ));
    }
}

/// Returns a row as a line for a person.
fn told(row: &Observation) -> String {
    let joules = row.gross_j.unwrap_or_default();
    let error =
        row.edge_error_j.map(|error| format!(" ± {error:.1} J for edges and gaps")).unwrap_or_default();
    let reasons: Vec<&str> = row.reasons.iter().map(|flag| flag.code()).collect();
    format!(
        "{} {}: {joules:.1} J{error} in {:.2} s, {:.1} W [{}]",
        row.key,
        row.repeat,
        row.duration_s,
        joules / row.duration_s.max(1e-9),
        reasons.join(", ")
    )
}

//! `measure report`: one page that says everything that observations say.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use wattpix_core::{gpu, model};

use crate::evidence::Files;
use crate::files::usable_folder;
use crate::output;
use crate::provenance::today;
use crate::report::{Report, files, page};
use crate::validation::Divisions;

/// Write an HTML report on observations.
///
/// One self-contained file with fits, validations, tables and figures.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure report observations.jsonl --out report.html --tables report-tables --also-model flux1-dev --also-gpu h200"
)]
pub struct ReportCommand {
    #[command(flatten)]
    files: Files,
    /// The page to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write every table as CSV and JSON, and every figure as SVG, to this folder too.
    #[arg(long, value_name = "FOLDER")]
    tables: Option<PathBuf>,
    #[command(flatten)]
    divisions: Divisions,
    /// Show the tables of this model too, on every GPU of the rows or on those of --also-gpu; may be repeated.
    #[arg(long, value_name = "MODEL")]
    also_model: Vec<String>,
    /// Show the tables of this GPU too, with every model of the rows or with those of --also-model; may be repeated.
    #[arg(long, value_name = "GPU")]
    also_gpu: Vec<String>,
    /// The report's title.
    #[arg(long, default_value = "Energy of generated images")]
    title: String,
    /// Day of the report, YYYY-MM-DD; today where absent.
    #[arg(long)]
    date: Option<String>,
}

impl ReportCommand {
    /// Fits, validates and writes the report.
    ///
    /// # Errors
    /// Files that cannot be read or written, ids that are not known, and rows that no law can be fitted to.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let models = self.also_model.iter().map(|id| model::find(id)).collect::<Result<Vec<_>, _>>()?;
        let gpus = self.also_gpu.iter().map(|id| gpu::find(id)).collect::<Result<Vec<_>, _>>()?;
        let mut outputs = self.files.outputs();
        let mut out = outputs.create(&self.out)?;
        if let Some(folder) = &self.tables {
            usable_folder(folder)?;
        }
        let evidence = self.files.read()?;
        evidence.tell();
        let date = self.date.unwrap_or_else(today);
        let mut report = Report::new(&evidence, &self.divisions, self.title, date)?;
        report.choose_pairs(&models, &gpus);
        out.write_all(page::page(&report)?.as_bytes())
            .with_context(|| format!("cannot write {}", self.out.display()))?;
        out.commit()?;
        output::tell(&format!("written to {}", self.out.display()));
        if let Some(folder) = &self.tables {
            let written = files::write(&report, folder, &mut outputs)?;
            output::tell(&format!("{written} files written to {}", folder.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

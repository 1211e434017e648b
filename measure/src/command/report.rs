//! `measure report`: one page that says everything that observations say.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::refusal::Refusal;
use wattpix_core::{fit::Fit, gpu, model};

use crate::command::fit::today;
use crate::evidence::Files;
use crate::output;
use crate::report::{Report, files, page};
use crate::validation::{Divisions, LawName};

/// Write one self-contained HTML report on observations: fits, validations, tables and figures.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure report observations.jsonl --out report.html --tables report-tables --model flux1-dev --gpu h200"
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
    /// Show the tables of this model too, on every GPU of the rows or on those of --gpu; may be repeated.
    #[arg(long, value_name = "MODEL")]
    model: Vec<String>,
    /// Show the tables of this GPU too, with every model of the rows or with those of --model; may be repeated.
    #[arg(long, value_name = "GPU")]
    gpu: Vec<String>,
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
        let models = self.model.iter().map(|id| model::find(id)).collect::<Result<Vec<_>, _>>()?;
        let gpus = self.gpu.iter().map(|id| gpu::find(id)).collect::<Result<Vec<_>, _>>()?;
        let evidence = self.files.read()?;
        evidence.tell();
        let rows = evidence.borrowed();
        let (mut fits, mut refused) = (Vec::new(), Vec::new());
        for law in self.divisions.laws() {
            match fitted(&rows, law) {
                Ok(fit) => fits.push((law, fit)),
                Err(refusal) => refused.push((law, refusal)),
            }
        }
        if let (true, Some((_, refusal))) = (fits.is_empty(), refused.first()) {
            return Err(refusal.clone().into());
        }
        let (validations, not_validated) = self.divisions.validations(&rows)?;
        let mut report = Report {
            title: self.title,
            date: self.date.unwrap_or_else(today),
            evidence: &evidence,
            rows: evidence.borrowed(),
            fits,
            refused,
            validations,
            not_validated,
            pairs: Vec::new(),
        };
        report.choose_pairs(&models, &gpus);
        std::fs::write(&self.out, page::page(&report)?)
            .with_context(|| format!("cannot write {}", self.out.display()))?;
        output::tell(&format!("written to {}", self.out.display()));
        if let Some(folder) = &self.tables {
            let written = files::write(&report, folder)?;
            output::tell(&format!("{written} files written to {}", folder.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn fitted(rows: &[&Observed], law: LawName) -> Result<Fit, Refusal> {
    let made = fit(rows, law.method(), About::scratch())?;
    if law.method() == Method::Additive { calibrated(made, rows) } else { Ok(made) }
}

//! `measure tables`: the paper's tables of energy for any model, GPU, fit and data.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, ValueEnum};
use wattpix_core::error::Choice;
use wattpix_core::fit::{BUNDLED, Fit, default_fit, find};
use wattpix_core::observation::Observed;
use wattpix_core::present::EnergyUnit;
use wattpix_core::setting::Boundary;
use wattpix_core::{gpu, model};

use crate::evidence::{Counted, Evidence, Files};
use crate::files::read_description;
use crate::output;
use crate::report::Report;
use crate::report::pair::pairs;
use crate::tables::{EnergyTable, csv, latex, text};
use crate::validation::{By, Divisions, LawName, Response};

/// Print the paper's energy tables for any model and GPU.
///
/// Sizes and steps by precision and guidance: predicted, and measured where rows are given.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure tables --model flux1-dev --gpu a100 --fit paper-flux1-dev-a100 --unit j --images 100\n  \
                  measure tables observations.jsonl --format latex\n\nWithout files the default fit answers, or the one of --fit. With files the law that predicts left-out folds of \
                  them best is fitted, or the one of --law, or --fit answers; measured cells stand in brackets."
)]
pub struct Tables {
    /// Observation files (.jsonl) and tables (.csv).
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A model; may be repeated. Without it those of the rows.
    #[arg(long, value_name = "MODEL")]
    model: Vec<String>,
    /// A GPU; may be repeated. Without it those of the rows.
    #[arg(long, value_name = "GPU")]
    gpu: Vec<String>,
    /// A shipped fit, or a fit file, instead of one of the rows.
    #[arg(long, value_name = "ID|FILE", conflicts_with = "law")]
    fit: Option<String>,
    /// The law that is fitted to the rows.
    #[arg(long, value_enum)]
    law: Option<LawName>,
    /// The unit of every number.
    #[arg(long, value_enum, default_value_t = Unit::Wh)]
    unit: Unit,
    /// Boundary for models on GPUs without a row; rows use the boundary that most of their rows have.
    #[arg(long, value_enum, default_value_t = Counted::Net)]
    boundary: Counted,
    /// Energies of so many images together; the paper's tables are of 100.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000_000))]
    images: u32,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Take rows of the fake meter too.
    #[arg(long)]
    fake: bool,
}

/// A unit by its name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Watt-hours.
    Wh,
    /// Joules.
    J,
    /// Kilowatt-hours.
    Kwh,
}

/// Form of the tables' output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Columns for a terminal.
    Text,
    /// A cell a row.
    Csv,
    /// Tables for a paper.
    Latex,
}

impl Tables {
    /// Reads, fits and prints.
    ///
    /// # Errors
    /// Ids that are not known, files that cannot be read, rows that give no fit, and neither rows nor a model and a GPU.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let models = self.model.iter().map(|id| model::find(id)).collect::<Result<Vec<_>, _>>()?;
        let gpus = self.gpu.iter().map(|id| gpu::find(id)).collect::<Result<Vec<_>, _>>()?;
        if self.files.is_empty() && (models.is_empty() || gpus.is_empty()) {
            bail!("no rows to take models and GPUs from; give --model and --gpu, or observation files");
        }
        if self.files.is_empty() && self.law.is_some() {
            bail!("--law is fitted to rows; give observation files, or --fit");
        }
        let evidence = self.evidence()?;
        let rows = evidence.borrowed();
        let (fit, law) = self.fit(&evidence)?;
        let asked = |row: &&Observed| {
            let model = models.is_empty() || models.iter().any(|one| one.id == row.workload.model().id);
            model && (gpus.is_empty() || gpus.iter().any(|one| one.id == row.gpu.id))
        };
        let own: Vec<&Observed> = rows.iter().copied().filter(asked).collect();
        let boundary = match self.boundary {
            Counted::Net => Boundary::Net,
            Counted::Gross => Boundary::Gross,
        };
        let pairs = pairs(&own, &models, &gpus, boundary);
        let unit = match self.unit {
            Unit::Wh => EnergyUnit::WattHours,
            Unit::J => EnergyUnit::Joules,
            Unit::Kwh => EnergyUnit::KilowattHours,
        };
        let tables: Vec<EnergyTable> =
            pairs.iter().map(|pair| EnergyTable::new(pair, &fit, law, unit, self.images)).collect();
        let printed = match self.format {
            Form::Csv => csv::csv(&tables)?,
            Form::Text => tables.iter().map(text::text).collect::<Vec<_>>().join("\n"),
            Form::Latex => tables.iter().map(latex::latex).collect::<Vec<_>>().join("\n"),
        };
        output::line(printed.trim_end())?;
        Ok(ExitCode::SUCCESS)
    }

    fn evidence(&self) -> anyhow::Result<Evidence> {
        if self.files.is_empty() {
            return Ok(Evidence::default());
        }
        let files = Files { files: self.files.clone(), fake: self.fake, ..Files::default() };
        let evidence = files.read()?;
        evidence.tell();
        Ok(evidence)
    }

    /// The fit that answers, and by which law where it is one of the rows.
    fn fit(&self, evidence: &Evidence) -> anyhow::Result<(Fit, Option<&'static str>)> {
        if let Some(given) = &self.fit {
            if !given.ends_with(".json") {
                return Ok((find(BUNDLED, given)?.clone(), None));
            }
            let path = PathBuf::from(given);
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Ok((wattpix_core::fit::read::fit(&name, &read_description(&path)?)?, None));
        }
        if self.files.is_empty() {
            let default = default_fit(BUNDLED).cloned();
            return Ok((default.ok_or_else(|| anyhow::anyhow!("no fit is built in"))?, None));
        }
        let folds = if evidence.rows.len() >= 20 { vec![By::Fold] } else { Vec::new() };
        let divisions = Divisions {
            law: self.law.into_iter().collect(),
            response: Response::default(),
            by: folds,
            folds: 10,
            seed: 1,
        };
        let mut report = Report::new(evidence, &divisions, String::new(), String::new())?;
        if report.fits.is_empty() {
            bail!("no law could be fitted to these rows");
        }
        let (law, fit) = report.fits.swap_remove(0);
        Ok((fit, Some(law.method(divisions.response).name())))
    }
}

//! `measure validate`: how laws predict observations that were left out.

mod predictions;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use wattpix_core::regress::cross_validation::{Split, Validation, validate};
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::refusal::Refusal;

use self::table::Table;
use crate::command::fit::LawName;
use crate::evidence::Files;
use crate::{json, output};

/// Cross-validate laws on observations: K-fold, across models, GPUs, architectures and sources.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure validate observations.jsonl --law additive --law paper --by model"
)]
pub struct Validate {
    #[command(flatten)]
    files: Files,
    /// The laws to compare; all where none is named.
    #[arg(long, value_enum)]
    law: Vec<LawName>,
    /// What is left out at a time; everything that the rows allow where nothing is named.
    #[arg(long, value_enum)]
    by: Vec<By>,
    /// Folds of K-fold.
    #[arg(long, default_value_t = 10)]
    folds: usize,
    /// Seed of the folds.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write every held-out prediction to this CSV file.
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table as CSV.
    #[arg(long)]
    csv: bool,
}

/// What is left out at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Folds of the rows.
    Fold,
    /// One model.
    Model,
    /// One GPU.
    Gpu,
    /// One family of denoisers.
    Architecture,
    /// A GPU with a family.
    GpuAndArchitecture,
    /// One source of measurements.
    Source,
}

impl Validate {
    /// Validates and prints.
    ///
    /// # Errors
    /// Files that cannot be read, and a division that the rows do not allow where it was asked for by name.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let evidence = self.files.read()?;
        evidence.tell();
        let rows = evidence.borrowed();
        let validations = validations(&rows, &self.law, &self.splits(), !self.by.is_empty())?;
        if let Some(path) = &self.predictions {
            predictions::write(path, &rows, &validations)?;
        }
        let mut table = Table::of(rows.len(), evidence.rejected.len());
        for validation in &validations {
            table.add(validation);
        }
        if self.json {
            json::print(&table)?;
        } else if self.csv {
            table.print_csv()?;
        } else {
            table.print()?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn splits(&self) -> Vec<Split> {
        let all = [By::Fold, By::Model, By::Gpu, By::Architecture, By::GpuAndArchitecture, By::Source];
        let chosen = if self.by.is_empty() { all.to_vec() } else { self.by.clone() };
        let (k, seed) = (self.folds, self.seed);
        let split = |by| match by {
            By::Fold => Split::KFold { k, seed },
            By::Model => Split::Model,
            By::Gpu => Split::Gpu,
            By::Architecture => Split::Family,
            By::GpuAndArchitecture => Split::GpuAndFamily,
            By::Source => Split::Source,
        };
        chosen.into_iter().map(split).collect()
    }
}

/// Every law by every division. A division that the rows do not allow is an error where it was `asked` for, and told of and left
/// out where it was not.
///
/// # Errors
/// As [`validate`].
pub fn validations(
    rows: &[&Observed],
    laws: &[LawName],
    splits: &[Split],
    asked: bool,
) -> anyhow::Result<Vec<Validation>> {
    let laws = if laws.is_empty() { &LawName::ALL } else { laws };
    let progress = indicatif::ProgressBar::new((laws.len() * splits.len()) as u64);
    let mut validations = Vec::new();
    for split in splits {
        for law in laws {
            progress.inc(1);
            match validate(rows, law.method(), *split) {
                Ok(validation) => validations.push(validation),
                Err(refusal @ (Refusal::OneGroup { .. } | Refusal::Folds { .. })) if !asked => {
                    if law == &laws[0] {
                        progress.suspend(|| output::tell(&format!("not validated: {refusal}")));
                    }
                }
                Err(refusal) => return Err(refusal.into()),
            }
        }
    }
    progress.finish_and_clear();
    Ok(validations)
}

//! `measure validate`: how laws predict observations that were left out.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::present::fixed;
use wattpix_core::regress::cross_validation::{Split, Summary, Validation, validate};
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::refusal::Refusal;

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

/// One line of the table.
#[derive(Debug, Serialize)]
struct Line {
    law: &'static str,
    left_out: &'static str,
    group: String,
    n: usize,
    r2: Option<f64>,
    mae_ln: f64,
    factor: f64,
    bias_ln: f64,
    mape: f64,
    mae_wh: f64,
    spearman: Option<f64>,
    pearson: Option<f64>,
    inside: usize,
    half_width_factor: f64,
}

#[derive(Debug, Serialize)]
struct NotPredicted {
    law: &'static str,
    left_out: &'static str,
    group: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Table {
    observations: usize,
    left_out: usize,
    validations: Vec<Line>,
    not_predicted: Vec<NotPredicted>,
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
            write_predictions(path, &rows, &validations)?;
        }
        let mut table = Table {
            observations: rows.len(),
            left_out: evidence.rejected.len(),
            validations: Vec::new(),
            not_predicted: Vec::new(),
        };
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

impl Table {
    fn add(&mut self, validation: &Validation) {
        let (law, left_out) = (validation.method.name(), validation.split.by());
        let line = |summary: Summary| Line {
            law,
            left_out,
            group: summary.group,
            n: summary.agreement.n,
            r2: summary.agreement.r2,
            mae_ln: summary.agreement.mae_ln,
            factor: summary.agreement.mae_ln.exp(),
            bias_ln: summary.agreement.bias_ln,
            mape: summary.agreement.mape,
            mae_wh: wattpix_core::units::Energy::from_joules(summary.agreement.mae).watt_hours(),
            spearman: summary.agreement.spearman,
            pearson: summary.agreement.pearson,
            inside: summary.inside,
            half_width_factor: summary.half_width_factor,
        };
        self.validations.extend(validation.groups().into_iter().chain(validation.overall()).map(line));
        self.not_predicted.extend(validation.refused.iter().map(|(group, refusal)| NotPredicted {
            law,
            left_out,
            group: group.clone(),
            reason: refusal.to_string(),
        }));
    }

    fn print(&self) -> anyhow::Result<()> {
        let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| fixed(value, 3));
        let rows: Vec<[String; 11]> = self
            .validations
            .iter()
            .map(|line| {
                [
                    line.left_out.to_owned(),
                    line.law.to_owned(),
                    line.group.clone(),
                    line.n.to_string(),
                    figure(line.r2),
                    fixed(line.factor, 3),
                    fixed(line.bias_ln, 3),
                    format!("{} %", fixed(100.0 * line.mape, 1)),
                    figure(line.spearman),
                    format!("{}/{}", line.inside, line.n),
                    fixed(line.half_width_factor, 2),
                ]
            })
            .collect();
        output::table(
            [
                "left out",
                "law",
                "group",
                "n",
                "R²",
                "factor",
                "bias",
                "MAPE",
                "Spearman",
                "inside",
                "half-width",
            ],
            &rows,
        )?;
        for line in &self.not_predicted {
            output::line(&format!("{} by {}, {}: {}", line.law, line.left_out, line.group, line.reason))?;
        }
        output::line(
            "\nfactor: exp of the mean absolute error in ln. bias: mean ln error, above 0 predicted too high. inside: held-out \
             measurements within their 90 % interval. half-width: median factor to the interval's upper end.",
        )
    }

    fn print_csv(&self) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
        for line in &self.validations {
            writer.serialize(line)?;
        }
        writer.flush()?;
        for line in &self.not_predicted {
            output::tell(&format!("{} by {}, {}: {}", line.law, line.left_out, line.group, line.reason));
        }
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct PredictedRow<'a> {
    law: &'static str,
    left_out: &'static str,
    group: &'a str,
    place: &'a str,
    configuration: String,
    measured_j: f64,
    predicted_j: f64,
    low_j: f64,
    high_j: f64,
}

fn write_predictions(
    path: &std::path::Path,
    rows: &[&Observed],
    validations: &[Validation],
) -> anyhow::Result<()> {
    let mut writer =
        csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    for validation in validations {
        for prediction in &validation.predictions {
            let row = rows[prediction.row];
            writer.serialize(PredictedRow {
                law: validation.method.name(),
                left_out: validation.split.by(),
                group: &prediction.group,
                place: &row.place,
                configuration: row.to_string(),
                measured_j: prediction.measured,
                predicted_j: prediction.predicted,
                low_j: prediction.interval[0],
                high_j: prediction.interval[1],
            })?;
        }
    }
    writer.flush()?;
    output::tell(&format!("predictions written to {}", path.display()));
    Ok(())
}

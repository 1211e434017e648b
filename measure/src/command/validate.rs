//! `measure validate`: how laws predict observations that were left out.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;
use wattpix_core::observation::Observed;
use wattpix_core::present::{correlation, fixed, significant};
use wattpix_core::regress::cross_validation::Validation;

use crate::csv_text;
use crate::evidence::Files;
use crate::files::Output;
use crate::seconds::{self, SecondsLine};
use crate::validation::{Divisions, Line, NotPredicted, lines_of, not_predicted, predictions};
use crate::{json, output};

/// Cross-validate laws on observations.
///
/// By K folds, and across models, GPUs, architectures and sources.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure validate observations.jsonl --law additive --law paper --by model"
)]
pub struct Validate {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    divisions: Divisions,
    /// Write every held-out prediction to this CSV file.
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table of energies as CSV.
    #[arg(long)]
    csv: bool,
}

#[derive(Debug, Serialize)]
struct Table {
    observations: usize,
    left_out: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    selected: Vec<String>,
    validations: Vec<Line>,
    /// Seconds that the law of time and power predicts.
    seconds: Vec<SecondsLine>,
    not_predicted: Vec<NotPredicted>,
}

impl Validate {
    /// Validates and prints.
    ///
    /// # Errors
    /// Files that cannot be read, and a division that the rows do not allow where it was asked for by name.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut outputs = self.files.outputs();
        let out = self.predictions.as_deref().map(|path| outputs.create(path)).transpose()?;
        let evidence = self.files.read()?;
        evidence.tell();
        let rows = evidence.borrowed();
        let (validations, _) = self.divisions.validations(&rows, &evidence.supplement(), &[])?;
        if validations.is_empty() {
            bail!(
                "these rows allow no validation; give at least two models, GPUs, architectures or sources, or as many rows as folds"
            );
        }
        if let (Some(path), Some(out)) = (&self.predictions, out) {
            write_predictions(path, out, &rows, &validations)?;
        }
        let table = Table {
            observations: rows.len(),
            left_out: evidence.rejected.len(),
            selected: evidence.selected.clone(),
            validations: lines_of(&validations),
            seconds: seconds::lines(&self.divisions, &rows, &evidence.supplement())?,
            not_predicted: validations.iter().flat_map(not_predicted).collect(),
        };
        if self.json {
            json::print(&table)?;
        } else if self.csv {
            table.print_csv()?;
        } else {
            table.print()?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Table {
    fn print(&self) -> anyhow::Result<()> {
        let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| correlation(value, 3));
        let rows: Vec<[String; 16]> = self
            .validations
            .iter()
            .map(|line| {
                [
                    line.left_out.to_owned(),
                    line.law.to_owned(),
                    line.group.clone(),
                    line.n.to_string(),
                    line.clusters.to_string(),
                    figure(line.r2),
                    fixed(line.factor, 3),
                    fixed(line.mae_ln, 3),
                    significant(line.mae_wh, 3),
                    fixed(line.bias_ln, 3),
                    format!("{} %", fixed(100.0 * line.mape, 1)),
                    figure(line.spearman),
                    figure(line.pearson),
                    format!("{}/{}", line.inside, line.n),
                    fixed(line.half_width_factor, 2),
                    fixed(line.interval_score, 2),
                ]
            })
            .collect();
        output::table(
            [
                "left out",
                "law",
                "group",
                "n",
                "clusters",
                "R²",
                "factor",
                "MAE",
                "MAE Wh",
                "bias",
                "MAPE",
                "Spearman",
                "Pearson",
                "inside",
                "half-width",
                "score",
            ],
            &rows,
        )?;
        for line in &self.not_predicted {
            output::line(&format!("{} by {}, {}: {}", line.law, line.left_out, line.group, line.reason))?;
        }
        output::line(
            "\nclusters: rows of one laboratory, model, GPU, size and precision count as one. R², MAE, bias, Pearson: of ln energies. factor: exp of MAE. MAE Wh: mean absolute error \
             of the energy of an image. bias above 0: predicted too high. inside: held-out measurements within their 90 % interval. half-width: median factor to the interval's upper end. \
             score: mean interval score in ln (width, and 20 times the distance to a measurement outside); less is better. \
             rows of every law: where a law could not predict all rows, those that every law of the division predicted.",
        )?;
        if self.seconds.is_empty() { Ok(()) } else { seconds::print(&self.seconds) }
    }

    fn print_csv(&self) -> anyhow::Result<()> {
        csv_text::write(&self.validations, std::io::stdout().lock())?;
        for line in &self.not_predicted {
            output::tell(&format!("{} by {}, {}: {}", line.law, line.left_out, line.group, line.reason));
        }
        Ok(())
    }
}

fn write_predictions(
    path: &std::path::Path,
    mut out: Output,
    rows: &[&Observed],
    validations: &[Validation],
) -> anyhow::Result<()> {
    csv_text::write(predictions(rows, validations), &mut out)
        .with_context(|| format!("cannot write {}", path.display()))?;
    out.commit()?;
    output::tell(&format!("predictions written to {}", path.display()));
    Ok(())
}

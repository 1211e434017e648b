//! Validations as a table: for people, as CSV and as JSON.

use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::present::fixed;
use wattpix_core::regress::cross_validation::{Summary, Validation};

use crate::output;

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

/// All validations, line by line.
#[derive(Debug, Serialize)]
pub struct Table {
    observations: usize,
    left_out: usize,
    validations: Vec<Line>,
    not_predicted: Vec<NotPredicted>,
}

impl Table {
    /// No validation yet; of so many rows read and so many left out.
    pub const fn of(observations: usize, left_out: usize) -> Self {
        Self { observations, left_out, validations: Vec::new(), not_predicted: Vec::new() }
    }

    /// Adds the groups of a validation and their sum.
    pub fn add(&mut self, validation: &Validation) {
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

    /// Prints the table for people.
    ///
    /// # Errors
    /// Standard output closed.
    pub fn print(&self) -> anyhow::Result<()> {
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

    /// Prints the table as CSV.
    ///
    /// # Errors
    /// Standard output closed.
    pub fn print_csv(&self) -> anyhow::Result<()> {
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

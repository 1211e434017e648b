//! Seconds that were left out and predicted by the law of time and power, as `measure validate` prints them.

use serde::Serialize;
use wattpix_core::observation::Observed;
use wattpix_core::present::fixed;
use wattpix_core::regress::refusal::Refusal;
use wattpix_core::regress::seconds::{SecondsSummary, validate_seconds};
use wattpix_core::regress::supplement::Supplement;

use crate::output;
use crate::validation::{Divisions, LawName};

/// Agreement of predicted seconds with a group that was left out; `mean` is that of a division's groups, each counting as one.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct SecondsLine {
    pub left_out: &'static str,
    pub group: String,
    pub n: usize,
    pub mae_ln: f64,
    /// Exponential of `mae_ln`.
    pub factor: f64,
    pub bias_ln: f64,
    /// Factor where the known effects of the sources are added to the predictions.
    pub factor_beside_source: f64,
}

/// A line a group and one of their mean, for each division that goes by one label. Nothing for laws that do not predict seconds, or where
/// rows have none.
///
/// # Errors
/// As [`validate_seconds`].
pub fn lines(
    divisions: &Divisions,
    rows: &[&Observed],
    supplement: &Supplement,
) -> anyhow::Result<Vec<SecondsLine>> {
    let mut lines = Vec::new();
    if !divisions.laws().contains(&LawName::TimeAndPower) {
        return Ok(lines);
    }
    for split in divisions.splits() {
        let validation = match validate_seconds(rows, supplement, split) {
            Ok(Some(validation)) => validation,
            Ok(None) | Err(Refusal::OneGroup { .. }) => continue,
            Err(refusal) => return Err(refusal.into()),
        };
        let line = |summary: SecondsSummary| SecondsLine {
            left_out: split.by(),
            group: summary.group,
            n: summary.n,
            mae_ln: summary.mae_ln,
            factor: summary.mae_ln.exp(),
            bias_ln: summary.bias_ln,
            factor_beside_source: summary.mae_ln_beside_source.exp(),
        };
        lines.extend(validation.groups().into_iter().chain(validation.averaged()).map(line));
        for (group, refusal) in &validation.refused {
            output::tell(&format!("seconds by {}, {group}: {refusal}", split.by()));
        }
    }
    Ok(lines)
}

/// Prints the lines as a table.
///
/// # Errors
/// Standard output cannot be written.
pub fn print(lines: &[SecondsLine]) -> anyhow::Result<()> {
    let row = |line: &SecondsLine| {
        [
            line.left_out.to_owned(),
            line.group.clone(),
            line.n.to_string(),
            fixed(line.factor, 3),
            fixed(line.bias_ln, 3),
            fixed(line.factor_beside_source, 3),
        ]
    };
    let rows: Vec<[String; 6]> = lines.iter().map(row).collect();
    output::line("\nSeconds, by the law of time and power:\n")?;
    output::table(["left out", "group", "n", "factor", "bias", "beside source"], &rows)?;
    output::line(
        "\nmean: each group counts as one. beside source: the factor once what is known of a row's source is taken out of its error.",
    )
}

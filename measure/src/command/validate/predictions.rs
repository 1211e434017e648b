//! Every held-out prediction as CSV.

use anyhow::Context;
use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::regress::cross_validation::Validation;
use wattpix_core::regress::observed::Observed;

use crate::output;

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

/// Writes every prediction of every validation.
///
/// # Errors
/// A file that cannot be written.
pub fn write(path: &std::path::Path, rows: &[&Observed], validations: &[Validation]) -> anyhow::Result<()> {
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

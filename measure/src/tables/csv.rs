//! A table of energies as CSV, a cell a row, with every digit.

use serde::Serialize;
use wattpix_core::error::Choice;

use super::EnergyTable;

#[derive(Debug, Serialize)]
struct Row<'a> {
    model: &'a str,
    gpu: &'a str,
    width: u32,
    height: u32,
    steps: u32,
    precision: &'static str,
    guidance: &'static str,
    batch: u32,
    boundary: &'static str,
    images: u32,
    unit: &'static str,
    predicted: f64,
    low: f64,
    high: f64,
    measured: Option<f64>,
    extrapolated: bool,
    fit: &'a str,
}

/// Tables as one CSV file.
///
/// # Errors
/// None that tables can cause.
pub fn csv(tables: &[EnergyTable]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for table in tables {
        for row in &table.rows {
            for cell in row.cells.iter().flatten() {
                let workload = &cell.estimate.question.workload;
                writer.serialize(Row {
                    model: workload.model().id,
                    gpu: table.pair.base.gpu.id,
                    width: row.size.width,
                    height: row.size.height,
                    steps: row.steps,
                    precision: workload.precision().name(),
                    guidance: workload.guidance().name(),
                    batch: workload.batch(),
                    boundary: table.pair.base.boundary.name(),
                    images: table.images,
                    unit: table.unit.symbol(),
                    predicted: table.number(cell.estimate.energy),
                    low: table.number(cell.estimate.low),
                    high: table.number(cell.estimate.high),
                    measured: cell.measured.map(|energy| table.number(energy)),
                    extrapolated: cell.estimate.is_extrapolated(),
                    fit: &table.by,
                })?;
            }
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

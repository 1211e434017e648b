//! A report's tables as CSV and JSON, and its charts as SVG, in a folder.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Serialize;
use wattpix_core::charts::{Theme, standalone};
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::present::EnergyUnit;

use super::Report;
use super::figures::{self, Figure};
use super::pair::Pair;
use super::papers;
use crate::csv_text;
use crate::files::Outputs;
use crate::influential::{InfluenceRow, Influential};
use crate::tables::{EnergyTable, latex, text};
use crate::validation::{lines_of, not_predicted, predictions};

#[derive(Debug, Serialize)]
struct LeftOut<'a> {
    place: &'a str,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct Coefficient<'a> {
    law: &'static str,
    of: &'static str,
    feature: &'static str,
    level: Option<&'a str>,
    coefficient: f64,
    std_error: Option<f64>,
    unit: &'static str,
}

#[derive(Debug, Serialize)]
struct EnergyRow {
    model: &'static str,
    gpu: &'static str,
    width: u32,
    height: u32,
    steps: u32,
    precision: &'static str,
    guidance: &'static str,
    batch: u32,
    boundary: &'static str,
    predicted_wh: f64,
    low_wh: f64,
    high_wh: f64,
    measured_wh: Option<f64>,
    extrapolated: bool,
}

#[derive(Debug, Serialize)]
struct SettingRow {
    model: &'static str,
    gpu: &'static str,
    boundary: &'static str,
    setting: String,
    predicted_wh: f64,
    times_cheapest: f64,
    extrapolated: bool,
}

/// Writes every table and chart of a report, and says how many files they are.
///
/// # Errors
/// A file or folder that cannot be written, or a file that the report was made from.
pub fn write(report: &Report, folder: &Path, outputs: &mut Outputs) -> anyhow::Result<usize> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut place = Place { folder, outputs };
    let rejected = &report.evidence.rejected;
    let left_out: Vec<LeftOut> =
        rejected.iter().map(|one| LeftOut { place: &one.place, reason: &one.reason }).collect();
    place.save("left-out", "place,reason", &left_out)?;
    place.save("coefficients", "", &coefficients(report))?;
    place.save("validations", "", &lines_of(&report.validations))?;
    place.save(
        "not-predicted",
        "law,left_out,group,reason",
        &report.validations.iter().flat_map(not_predicted).collect::<Vec<_>>(),
    )?;
    place.save("predictions", "", &predictions(&report.rows, &report.validations).collect::<Vec<_>>())?;
    place.save(
        "rows",
        "law,place,configuration,measured_j,residual_ln,leverage,studentised,outlier",
        &influence(report)?,
    )?;
    let mut written = 12;
    for validation in &report.validations {
        for figure in figures::agreement(validation, &report.rows)? {
            place.picture(&figure)?;
            written += 1;
        }
    }
    for validation in &report.panels {
        for figure in figures::panels(validation, &report.rows)? {
            place.picture(&figure)?;
            written += 1;
        }
    }
    let Some(fit) = report.chosen() else { return Ok(written) };
    let law = report.fits.first().map(|(law, _)| law.method(report.response).name());
    place.save(
        "energies",
        "",
        &report.pairs.iter().flat_map(|pair| energies(pair, fit)).collect::<Vec<_>>(),
    )?;
    place.save(
        "settings",
        "",
        &report.pairs.iter().flat_map(|pair| settings(pair, fit)).collect::<Vec<_>>(),
    )?;
    written += 4;
    for pair in &report.pairs {
        let table = EnergyTable::new(pair, fit, law, EnergyUnit::WattHours, 1);
        let name = format!("energies-{}", pair.slug());
        place.file(&format!("{name}.txt"), text::text(&table).as_bytes())?;
        place.file(&format!("{name}.tex"), latex::latex(&table).as_bytes())?;
        written += 2;
        for figure in papers::together(pair, fit)? {
            place.picture(&figure)?;
            written += 1;
        }
        if let Some(figure) = figures::contributions(pair, fit)? {
            place.picture(&figure)?;
            written += 1;
        }
    }
    for figure in papers::operations(&report.pairs)?.into_iter().chain(papers::several(&report.pairs, fit)?) {
        place.picture(&figure)?;
        written += 1;
    }
    Ok(written)
}

/// Folder of the files.
struct Place<'a> {
    folder: &'a Path,
    outputs: &'a mut Outputs,
}

impl Place<'_> {
    /// Saves rows as CSV and as JSON. A table without rows is a file all the same, with its `heads` alone: nothing was left out,
    /// say.
    fn save(&mut self, name: &str, heads: &str, rows: &[impl Serialize]) -> anyhow::Result<()> {
        let mut table = Vec::new();
        if rows.is_empty() && !heads.is_empty() {
            table = [heads.as_bytes(), b"\n"].concat();
        }
        csv_text::write(rows, &mut table)?;
        self.file(&format!("{name}.csv"), &table)?;
        let text = serde_json::to_string_pretty(rows)? + "\n";
        self.file(&format!("{name}.json"), text.as_bytes())
    }

    fn picture(&mut self, figure: &Figure) -> anyhow::Result<()> {
        let svg = standalone(&figure.drawing.svg, Theme::Light);
        self.file(&format!("{}.svg", figure.id), svg.as_bytes())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.outputs.write(&self.folder.join(name), bytes)
    }
}

fn coefficients<'a>(report: &'a Report) -> Vec<Coefficient<'a>> {
    let mut rows = Vec::new();
    for (name, fit) in &report.fits {
        let file = fit.file();
        for (of, law) in [("energy", Some(&file.law)), ("duration", file.duration.as_ref())] {
            rows.extend(law.into_iter().flat_map(|law| law.terms.iter()).map(|term| Coefficient {
                law: name.method(report.response).name(),
                of,
                feature: term.feature.name(),
                level: term.level.as_deref(),
                coefficient: term.coefficient,
                std_error: term.std_error,
                unit: term.feature.unit(),
            }));
        }
    }
    rows
}

/// Residual, leverage and studentised residual of every row in every fit that rests on these rows alone.
fn influence<'a>(report: &'a Report) -> anyhow::Result<Vec<InfluenceRow<'a>>> {
    let mut rows = Vec::new();
    for (law, fit) in &report.fits {
        let method = law.method(report.response);
        if let Some(influential) = Influential::new(&report.rows, fit, method)? {
            rows.extend(influential.table(&report.rows, method));
        }
    }
    Ok(rows)
}

fn energies(pair: &Pair, fit: &Fit) -> Vec<EnergyRow> {
    let mut rows = Vec::new();
    for block in pair.blocks(fit) {
        for cell in block.rows.into_iter().flatten().flatten() {
            let (estimate, workload) = (&cell.estimate, &cell.estimate.question.workload);
            rows.push(EnergyRow {
                model: workload.model().id,
                gpu: pair.base.gpu.id,
                width: workload.size().width,
                height: workload.size().height,
                steps: workload.steps(),
                precision: block.precision.name(),
                guidance: block.guidance.name(),
                batch: workload.batch(),
                boundary: pair.base.boundary.name(),
                predicted_wh: estimate.energy.watt_hours(),
                low_wh: estimate.low.watt_hours(),
                high_wh: estimate.high.watt_hours(),
                measured_wh: cell.measured.map(|energy| energy.watt_hours()),
                extrapolated: estimate.is_extrapolated(),
            });
        }
    }
    rows
}

fn settings(pair: &Pair, fit: &Fit) -> Vec<SettingRow> {
    let Some((cheapest, effects)) = pair.effects(fit) else { return Vec::new() };
    let row = |effect: &wattpix_core::grid::Effect| SettingRow {
        model: pair.base.workload.model().id,
        gpu: pair.base.gpu.id,
        boundary: pair.base.boundary.name(),
        setting: effect.level(),
        predicted_wh: effect.estimate.energy.watt_hours(),
        times_cheapest: effect.estimate.energy.joules() / cheapest.energy.joules(),
        extrapolated: effect.estimate.is_extrapolated(),
    };
    effects.iter().map(row).collect()
}

//! Laws fitted to observations, and predictions for observations that were left out.

use pyo3::prelude::*;
use wattpix_core::bare::is_same;
use wattpix_core::error::Choice;
use wattpix_core::fit::check::check;
use wattpix_core::fit::schema::{Citation, ObservationFile, Origin, Software};
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::{Split, Summary, Validator, note_folds};
use wattpix_core::regress::fitting::{About, Method, fit_with_supplement, precision_modes};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::units::Energy;
use wattpix_core::words::Words;

use crate::evidence::{Evidence, File};
use crate::refusal::refused;

/// Prefix of the ids of fits to rows of the fake meter.
const FAKE: &str = "fake-";

/// Statements about a fit that its rows do not make.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub struct Statements {
    id: String,
    title: String,
    notes: String,
    /// Day of the fit, ISO 8601.
    date: String,
    /// The program that fits, with its version.
    tool: String,
    /// SHA-256 of each file, in hexadecimal.
    sha256: Vec<String>,
}

/// Finds the law with a name.
///
/// # Errors
/// A name that no law has, with the names there are.
fn method(law: &str) -> PyResult<Method> {
    Method::ALL.iter().find(|(name, _)| is_same(name, law)).map(|(_, method)| *method).ok_or_else(|| {
        let known: Vec<&str> = Method::ALL.iter().map(|(name, _)| *name).collect();
        refused(format_args!("unknown law '{law}'; choose {}", known.join(", ")))
    })
}

/// Reads the files of a regression.
///
/// # Errors
/// Those of [`Evidence::read`], and no usable row.
fn usable(files: &[File], boundary: &str, fake: bool) -> PyResult<Evidence> {
    let evidence = Evidence::read(files, boundary, fake)?;
    if evidence.rows.is_empty() {
        let first = evidence.rejected.first().map(|row| format!("; {row}")).unwrap_or_default();
        let left_out = evidence.rejected.len();
        return Err(refused(format_args!("no usable row, {left_out} rows left out{first}")));
    }
    Ok(evidence)
}

/// Returns further knowledge for a law of time and power.
fn supplement(evidence: &Evidence) -> Supplement<'_> {
    Supplement { timings: evidence.timings.iter().collect(), ..Supplement::default() }
}

fn about(files: &[File], evidence: &Evidence, rows: &[&Observed], statements: Statements) -> About {
    let names = files.iter().zip(&statements.sha256);
    let file = |((name, _), sha256): (&File, &String)| ObservationFile {
        file: name.clone().into(),
        sha256: sha256.clone().into(),
    };
    let cited = |((name, _), sha256): (&File, &String)| Citation {
        title: "Observations".into(),
        locator: format!("SHA-256 {sha256}").into(),
        url: name.clone().into(),
    };
    let engine =
        if evidence.engines.is_empty() { "not stated".to_owned() } else { evidence.engines.join(", ") };
    About {
        origin: Origin::Measured {
            observations: names.clone().map(file).collect::<Vec<_>>().into(),
            tool: statements.tool.into(),
            date: statements.date.into(),
        },
        software: Software {
            engine: engine.into(),
            version: "as in engine, or not stated".into(),
            precision_modes: precision_modes(rows),
        },
        sources: names.map(cited).collect(),
        id: statements.id.into(),
        title: statements.title.into(),
        notes: statements.notes.into(),
    }
}

/// Fits a law to the rows of files and returns the text of the fit file.
#[pyfunction]
pub fn fit(
    py: Python<'_>,
    files: Vec<File>,
    law: &str,
    boundary: &str,
    fake: bool,
    folds: usize,
    statements: Statements,
) -> PyResult<String> {
    let method = method(law)?;
    let evidence = usable(&files, boundary, fake)?;
    let id = statements.id.clone();
    if evidence.fake && !id.starts_with(FAKE) {
        return Err(refused(format_args!(
            "rows of the fake meter are in here, so the fit's id has to begin with '{FAKE}', not '{id}'"
        )));
    }
    py.detach(|| {
        let rows: Vec<&Observed> = evidence.rows.iter().collect();
        let supplement = supplement(&evidence);
        let about = about(&files, &evidence, &rows, statements);
        let mut made = fit_with_supplement(&rows, &supplement, method, about).map_err(refused)?;
        if method == Method::Additive {
            made = calibrated(made, &rows).map_err(refused)?;
        }
        note_folds(&mut made, &rows, &supplement, method, folds, 1);
        check(made.file(), &format!("{id}.json"), Words::ENGLISH)
            .map_err(|(field, reason)| refused(format_args!("{field}: {reason}")))?;
        Ok(serde_json::to_string_pretty(made.file()).map_err(refused)? + "\n")
    })
}

/// Agreement with the rows of a group that was left out.
#[derive(Debug, IntoPyObject)]
pub struct Predicted {
    group: String,
    n: usize,
    r2: Option<f64>,
    factor: f64,
    mae_ln: f64,
    mae_wh: f64,
    bias_ln: f64,
    mape: f64,
    spearman: Option<f64>,
    pearson: Option<f64>,
    inside: usize,
    half_width_factor: f64,
    interval_score: f64,
}

impl From<Summary> for Predicted {
    fn from(summary: Summary) -> Self {
        let agreement = summary.agreement;
        Self {
            group: summary.group,
            n: agreement.n,
            r2: agreement.r2,
            factor: agreement.mae_ln.exp(),
            mae_ln: agreement.mae_ln,
            mae_wh: Energy::from_joules(agreement.mae).watt_hours(),
            bias_ln: agreement.bias_ln,
            mape: agreement.mape,
            spearman: agreement.spearman,
            pearson: agreement.pearson,
            inside: summary.inside,
            half_width_factor: summary.half_width_factor,
            interval_score: summary.interval_score,
        }
    }
}

/// Groups that were predicted, all rows together, and groups that could not be, with the reason.
#[derive(Debug, IntoPyObject)]
pub struct Validated {
    groups: Vec<Predicted>,
    overall: Option<Predicted>,
    not_predicted: Vec<(String, String)>,
}

/// Predicts rows that were left out, group by group.
#[pyfunction]
pub fn validate(
    py: Python<'_>,
    files: Vec<File>,
    law: &str,
    by: &str,
    boundary: &str,
    fake: bool,
    folds: usize,
) -> PyResult<Validated> {
    let method = method(law)?;
    let split = match by {
        "fold" => Split::KFold { k: folds, seed: 1 },
        "model" => Split::Model,
        "gpu" => Split::Gpu,
        "architecture" => Split::Family,
        "source" => Split::Source,
        _ => {
            let known = "fold, model, gpu, architecture, source";
            return Err(refused(format_args!("unknown division '{by}'; choose {known}")));
        }
    };
    let evidence = usable(&files, boundary, fake)?;
    py.detach(|| {
        let rows: Vec<&Observed> = evidence.rows.iter().collect();
        let supplement = supplement(&evidence);
        let validator = Validator::new(&rows, &supplement).map_err(refused)?;
        let validation = validator.validate(method, split).map_err(refused)?;
        let refused = validation.refused.iter();
        Ok(Validated {
            groups: validation.groups().into_iter().map(Predicted::from).collect(),
            overall: validation.overall().map(Predicted::from),
            not_predicted: refused.map(|(group, refusal)| (group.clone(), refusal.to_string())).collect(),
        })
    })
}

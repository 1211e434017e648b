//! Results made of the observations of a package: the fit, the report, its tables.

use anyhow::anyhow;
use wattpix_core::fit::Fit;
use wattpix_core::fit::check::check;
use wattpix_core::fit::schema::{Origin, Text};
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::note_folds;
use wattpix_core::regress::fitting::{About, Method, fit_with_supplement};
use wattpix_core::words::Words;

use super::FITS;
use super::descriptor::Descriptor;
use super::draft::Draft;
use crate::evidence::Evidence;
use crate::files::Outputs;
use crate::provenance::{citations, notes, observation_files, software};
use crate::report::{Report, files, page};
use crate::validation::Divisions;

/// The folder of the tables and figures.
pub const TABLES: &str = "tables";

/// The page.
pub const REPORT: &str = "report.html";

/// Writes the fit of the law that cross-validates best, the report and its tables into a package, and returns the fit with its law.
///
/// # Errors
/// Rows that give no fit, and files that cannot be written.
pub fn write(
    draft: &Draft,
    evidence: &Evidence,
    divisions: &Divisions,
    of: &Descriptor,
) -> anyhow::Result<(Fit, Method)> {
    let report = Report::new(evidence, divisions, of.title.clone(), of.day().to_owned())?;
    draft.write(REPORT, page::page(&report)?.as_bytes())?;
    files::write(&report, &draft.path().join(TABLES), &mut Outputs::default())?;
    let method = match report.fits.first() {
        Some((law, _)) => law.method(divisions.response),
        None => return Err(anyhow!("no law could be fitted to these rows")),
    };
    let made = fit(evidence, method, divisions, of)?;
    let text = serde_json::to_string_pretty(made.file())? + "\n";
    draft.write(&format!("{FITS}/{}.json", of.name), text.as_bytes())?;
    Ok((made, method))
}

fn fit(evidence: &Evidence, method: Method, divisions: &Divisions, of: &Descriptor) -> anyhow::Result<Fit> {
    let id: Text = of.name.clone().into();
    let about = About {
        id: id.clone(),
        title: of.title.clone().into(),
        origin: Origin::Measured {
            observations: observation_files(evidence).into(),
            tool: crate::tool().into(),
            date: of.day().to_owned().into(),
        },
        software: software(evidence, None),
        sources: citations(evidence),
        notes: notes(&of.description, evidence, method).into(),
    };
    let (rows, supplement) = (evidence.borrowed(), evidence.supplement());
    let mut made = fit_with_supplement(&rows, &supplement, method, about)?;
    if method == Method::Additive {
        made = calibrated(made, &rows)?;
    }
    note_folds(&mut made, &rows, &supplement, method, divisions.folds, divisions.seed);
    check(made.file(), &format!("{id}.json"), Words::ENGLISH)
        .map_err(|(field, reason)| anyhow!("{field}: {reason}"))?;
    Ok(made)
}

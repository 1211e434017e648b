//! README.md of a package.

use std::fmt::Write as _;

use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::present::{correlation, fixed};
use wattpix_core::regress::fitting::Method;

use super::contents::{REPORT, TABLES};
use super::descriptor::Descriptor;
use super::{CHECKSUMS, DESCRIPTOR, FITS, OBSERVATIONS};
use crate::evidence::Evidence;
use crate::output::counted;

/// Returns the README of a package: its content, how it was made, how to check and cite it.
#[must_use]
pub fn readme(of: &Descriptor, evidence: &Evidence, fit: &Fit, method: Method) -> String {
    let mut text = format!("# {}\n\n", of.title);
    if evidence.fake {
        text.push_str(
            "**A rehearsal: rows of a fake meter are in here. Nothing in this package was measured.**\n\n",
        );
    }
    if !of.description.is_empty() {
        let _ = writeln!(text, "{}\n", of.description);
    }
    let authors: Vec<&str> = of.contributors.iter().map(|author| author.title.as_str()).collect();
    let file = fit.file();
    let _ = write!(
        text,
        "{}, version {}, {}. {} of {} on {}, packaged by {}.\n\n",
        authors.join(", "),
        of.version,
        of.day(),
        counted(evidence.rows.len(), "usable row"),
        counted(file.models.len(), "model"),
        counted(file.gpus.len(), "GPU"),
        crate::tool()
    );
    if !evidence.selected.is_empty() {
        let _ = writeln!(
            text,
            "The fit and the report are of the rows with {}.\n",
            evidence.selected.join(" and ")
        );
    }
    let _ = write!(
        text,
        "| file | what |\n|---|---|\n\
         | `{OBSERVATIONS}/` | the measurements, as they were written: a header with device, driver and plan, then a repeat a line |\n\
         | `{FITS}/{name}.json` | an energy law fitted to them ({law}) |\n\
         | `{REPORT}` | fits, cross-validation, tables and figures on one page |\n\
         | `{TABLES}/` | the same as CSV, JSON and SVG; `left-out` lists rows that could not be used |\n\
         | `machine.json`, `plan.json`, `versions.json` | devices, plans, programs and formats, by file |\n\
         | `{DESCRIPTOR}` | this package for programs (Frictionless data package), with the columns of every table |\n\
         | `{CHECKSUMS}` | SHA-256 of every file |\n\
         | `CITATION.cff`, `LICENSE.txt` | how to cite, and the terms |\n\n",
        name = of.name,
        law = method.name(),
    );
    text.push_str("## How good the fit is\n\n");
    let quality = &file.quality;
    let shown =
        |value: Option<f64>| value.map_or_else(|| "undefined".to_owned(), |value| correlation(value, 4));
    let _ = writeln!(
        text,
        "On its own rows R² is {} and the mean absolute error {} in ln. {}\n",
        shown(quality.r2),
        shown(quality.mae_ln),
        match &quality.k_fold {
            Some(folds) => format!(
                "With each of {} folds left out in turn, R² is {} and the typical factor {}.",
                folds.k,
                correlation(folds.r2, 4),
                fixed(folds.mae_ln.exp(), 3)
            ),
            None => "These rows are too few to leave folds out.".to_owned(),
        }
    );
    let license = of.licenses.first();
    let _ = write!(
        text,
        "## Check, use, cite\n\n```\nmeasure check .                    # or: sha256sum --check {CHECKSUMS}\n\
         measure fit {OBSERVATIONS}/* --law {law}   # the fit again\n```\n\n\
         Energies are joules of the GPU; `net` is less its idle power, `gross` all that it draws. Cite as `CITATION.cff` says. Terms: {license}.\n",
        law = law_option(method),
        license =
            license.map_or_else(String::new, |license| format!("[{}]({})", license.title, license.path)),
    );
    text
}

/// The options that fit by a method again.
fn law_option(method: Method) -> String {
    match method {
        Method::PaperTotals => "paper --response total".to_owned(),
        _ => method.name().to_owned(),
    }
}

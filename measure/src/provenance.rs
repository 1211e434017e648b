//! Provenance in a fit file: the files, the software, the conditions on its rows.

use std::time::SystemTime;

use anyhow::bail;
use wattpix_core::fit::schema::{Citation, ObservationFile, Software};
use wattpix_core::regress::fitting::{Method, precision_modes};

use crate::evidence::{Evidence, Source};
use crate::output::counted;

/// Prefix of the ids of fits to fake rows; no shipped fit may have it.
pub const FAKE: &str = "fake-";

/// Refuses a name that would hide rows of the fake meter.
///
/// # Errors
/// Says how the name has to begin.
pub fn fake_is_named(evidence: &Evidence, id: &str) -> anyhow::Result<()> {
    if evidence.fake && !id.starts_with(FAKE) {
        bail!(
            "rows of the fake meter are in here, so the file's name has to begin with '{FAKE}', not '{id}'"
        );
    }
    Ok(())
}

/// The files that were read, with their hashes.
#[must_use]
pub fn observation_files(evidence: &Evidence) -> Vec<ObservationFile> {
    let file = |file: &Source| ObservationFile {
        file: file.path.display().to_string().into(),
        sha256: file.sha256.clone().into(),
    };
    evidence.files.iter().map(file).collect()
}

/// Returns the citations of the documents that a fit rests on.
#[must_use]
pub fn citations(evidence: &Evidence) -> Vec<Citation> {
    let cited = |file: &Source| Citation {
        title: "Observations".into(),
        locator: format!("SHA-256 {}", file.sha256).into(),
        url: file.path.display().to_string().into(),
    };
    evidence.files.iter().map(cited).collect()
}

/// Returns the software that made the images: as stated, or as the rows say.
#[must_use]
pub fn software(evidence: &Evidence, stated: Option<&str>) -> Software {
    let engine = match stated {
        Some(engine) => engine.to_owned(),
        None if evidence.engines.is_empty() => "not stated".to_owned(),
        None => evidence.engines.join(", "),
    };
    Software {
        engine: engine.into(),
        version: "as in engine, or not stated".into(),
        precision_modes: precision_modes(&evidence.borrowed()),
    }
}

/// Notes, with what rows had to have where not all were taken, and what the regression is of where that is not one image.
#[must_use]
pub fn notes(own: &str, evidence: &Evidence, method: Method) -> String {
    let mut notes = vec![own.to_owned()];
    if !evidence.selected.is_empty() {
        notes.push(format!("Fitted to the rows with {}.", evidence.selected.join(" and ")));
    }
    if method == Method::PaperTotals {
        notes.push("Fitted to the energy of all images of each row.".to_owned());
    }
    if evidence.imported > 0 {
        notes.push(format!("{} imported from files of other programs.", counted(evidence.imported, "row")));
    }
    notes.retain(|note| !note.is_empty());
    notes.join(" ")
}

/// Today, YYYY-MM-DD.
#[must_use]
pub fn today() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string().chars().take(10).collect()
}

//! The fits that this browser keeps, as JSON in its storage.
//!
//! `{"format": 1, "fits": [{"quantile": …, "file": {…}}]}`; version 0.1 of the page had no format and kept lines, which are still read
//! (`lines`).

mod lines;

use serde::{Deserialize, Serialize};
use wattpix_core::fit::Fit;
use wattpix_core::fit::check::check;
use wattpix_core::fit::schema::FitFile;
use wattpix_core::words::Words;

use super::fits::{DIGITS, OWN};
use crate::exact::exact;

/// Version of the format that is written.
const FORMAT: u32 = 1;

/// Half-widths of an interval, in standard deviations, that a fit can have.
const QUANTILES: std::ops::RangeInclusive<f64> = 1.0..=100.0;

/// Returns the id by which links name a fit, from the SHA-256 of its file in hexadecimal.
pub fn id(sha256: &str) -> String {
    [OWN, sha256.get(..DIGITS).unwrap_or(sha256)].concat()
}

/// A person's fit as it is kept and sent. The id of its file is that by which links name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnFit {
    /// Half-width of an interval in standard deviations.
    pub quantile: f64,
    /// The fit file.
    pub file: FitFile,
}

impl OwnFit {
    /// Copies a fit.
    pub fn new(fit: &Fit) -> Self {
        Self { quantile: fit.quantile(), file: fit.file().clone() }
    }

    /// Names a fit by the hash of the file that it was read from or is written to, given in hexadecimal.
    pub fn of_file(fit: &Fit, sha256: &str) -> Self {
        let mut own = Self::new(fit);
        if own.file.title.is_empty() {
            own.file.title = own.file.id;
        }
        own.file.id = id(sha256).into();
        own
    }

    /// Returns the fit, which stays in memory for good: estimates borrow from it.
    pub fn into_fit(self) -> &'static Fit {
        Box::leak(Box::new(Fit::read_before(self.file, self.quantile)))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    format: u32,
    fits: Vec<OwnFit>,
}

/// Writes fits as they are stored.
pub fn write(fits: &[OwnFit]) -> String {
    let kept = Kept { format: FORMAT, fits: fits.to_vec() };
    json(&kept)
}

/// Writes JSON, in one layout everywhere: another would double the code.
pub fn json(value: &impl Serialize) -> String {
    // Refused for maps with keys that are no texts; there is none.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Reads stored fits. Storage may have been changed by anything: each fit is checked as a file is.
///
/// # Errors
/// What cannot be used and why: field, line and column in the words of the JSON reader, or field and reason of the check.
pub fn read(stored: &str, words: Words) -> Result<Vec<OwnFit>, String> {
    if !stored.trim_start().starts_with('{') {
        return read_lines(stored);
    }
    let kept: Kept = serde_json::from_str(stored).map_err(|error| error.to_string())?;
    if kept.format != FORMAT {
        return Err(format!("format: {}, {FORMAT} is readable here", kept.format));
    }
    for (at, fit) in kept.fits.iter().enumerate() {
        check(&fit.file, &fit.file.id, words)
            .map_err(|(field, reason)| format!("fits[{at}].file.{field}: {reason}"))?;
        if !fit.file.id.starts_with(OWN) || !QUANTILES.contains(&fit.quantile) {
            return Err(format!("fits[{at}]: id {}, quantile {}", fit.file.id, exact(fit.quantile)));
        }
    }
    Ok(kept.fits)
}

fn read_lines(stored: &str) -> Result<Vec<OwnFit>, String> {
    let lines = stored.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        lines::read(line).map(|fit| OwnFit::new(&fit)).ok_or_else(|| format!("line {}", at + 1))
    };
    lines.map(read).collect()
}

#[cfg(test)]
mod tests {
    use wattpix_core::fit::BUNDLED;

    use super::*;

    const SHA: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn own() -> Vec<OwnFit> {
        BUNDLED.iter().map(|fit| OwnFit::of_file(fit, SHA)).collect()
    }

    #[test]
    fn every_shipped_fit_is_kept_to_the_last_bit() {
        let read = read(&write(&own()), Words::ENGLISH).unwrap();
        assert_eq!(read, own());
        assert_eq!(read[0].file.id, "sha256-0123456789abcdef");
        for (kept, shipped) in read.into_iter().zip(BUNDLED) {
            assert_eq!((&kept.file.law, kept.quantile), (&shipped.file().law, shipped.quantile()));
        }
    }

    #[test]
    fn fits_of_an_older_page_are_kept_on_as_json() {
        let lines = include_str!("kept-0.1.txt");
        let old = read(lines, Words::ENGLISH).unwrap();
        assert_eq!(old.len(), lines.lines().count());
        assert_eq!(read(&write(&old), Words::ENGLISH), Ok(old));
    }

    #[test]
    fn stored_fits_that_cannot_be_used_are_told_of_with_their_field() {
        let good = write(&own()[..1]);
        assert!(read(&good, Words::ENGLISH).is_ok());
        assert_eq!(read("", Words::ENGLISH), Ok(Vec::new()));
        for (from, to, told) in [
            ("\"format\": 1", "\"format\": 2", "format: 2"),
            (
                "\"coefficient\":",
                "\"coefficient\":\"x\",\"y\":",
                "invalid type: string \"x\", expected f64 at line ",
            ),
            ("\"flux1-dev\"", "\"nobody\"", "fits[0].file.models[0]: "),
            ("sha256-", "md5-", "fits[0]: id md5-"),
            ("\"quantile\": 1", "\"quantile\": -1", "fits[0]: "),
            ("\"fits\":", "\"fists\":", "missing field `fits`"),
        ] {
            assert!(good.contains(from), "{from}");
            let error = read(&good.replacen(from, to, 1), Words::ENGLISH).unwrap_err();
            assert!(error.contains(told), "{told}: {error}");
        }
        assert_eq!(read("x\n", Words::ENGLISH), Err("line 1".to_owned()));
    }
}

//! A fit of a person's rows: the one that `measure fit` makes of them.

use wattpix_core::fit::Fit;
use wattpix_core::fit::check::check;
use wattpix_core::fit::schema::{Citation, ObservationFile, Origin, Software};
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::note_folds;
use wattpix_core::regress::fitting::{About, Method, fit, precision_modes};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::words::{Word, Words};

use super::bench::Bench;

/// Folds of the cross-validation and the seed that deals them, as `measure fit` has them.
const FOLDS: usize = 10;
const SEED: u64 = 1;

/// Name of the tool, in the fit's file.
const TOOL: &str = concat!("wattpix-page ", env!("CARGO_PKG_VERSION"));

impl Bench {
    /// The rows that a fit may be made of: not those of a fake meter.
    pub fn fitted(&self) -> Vec<&Observed> {
        self.runs.iter().filter(|run| !run.fake).map(|run| &run.observed).collect()
    }

    /// Fits the rows on a day, YYYY-MM-DD.
    ///
    /// # Errors
    /// Why they give no fit, in a language.
    pub fn fit_on(&self, date: &str, words: Words) -> Result<Fit, String> {
        let rows = self.fitted();
        let refused = |refusal: wattpix_core::regress::refusal::Refusal| refusal.tell(words);
        let made = fit(&rows, Method::Additive, self.about(&rows, date)).map_err(refused)?;
        let mut made = calibrated(made, &rows).map_err(refused)?;
        note_folds(&mut made, &rows, &Supplement::default(), Method::Additive, FOLDS, SEED);
        let file = made.file();
        check(file, &file.id, words).map_err(|(field, reason)| {
            let colon = words.text(Word::LANGUAGE_COLON);
            [&field, colon, &reason].concat()
        })?;
        Ok(made)
    }

    fn about(&self, rows: &[&Observed], date: &str) -> About {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let observation = |file: &super::bench::Source| ObservationFile {
            file: file.name.clone().into(),
            sha256: file.sha256.clone().into(),
        };
        let cited = |file: &super::bench::Source| Citation {
            title: "Observations".into(),
            locator: ["SHA-256 ", &file.sha256].concat().into(),
            url: file.name.clone().into(),
        };
        let engine = if self.engines.is_empty() { "not stated".to_owned() } else { self.engines.join(", ") };
        About {
            id: id(names.first().copied().unwrap_or_default()).into(),
            title: ["Own fit of ", &names.join(", ")].concat().into(),
            origin: Origin::Measured {
                observations: self.files.iter().map(observation).collect::<Vec<_>>().into(),
                tool: TOOL.into(),
                date: date.to_owned().into(),
            },
            software: Software {
                engine: engine.into(),
                version: "as in engine, or not stated".into(),
                precision_modes: precision_modes(rows),
            },
            sources: self.files.iter().map(cited).collect(),
            notes: "".into(),
        }
    }
}

/// The fit's id by the name of the first file: `own-` and the name without its ending, in letters, digits, points and hyphens.
fn id(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let sign = |sign: char| {
        if sign.is_ascii_alphanumeric() || sign == '.' { sign.to_ascii_lowercase() } else { '-' }
    };
    "own-".chars().chain(stem.chars().take(60).map(sign)).collect()
}

//! `measure fit`: from observations to a fit file.

mod print;

pub use print::adjusted;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use wattpix_core::fit::check::check;
use wattpix_core::fit::schema::{Citation, Origin};
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::note_folds;
use wattpix_core::regress::fitting::{About, fit_with_supplement};
use wattpix_core::words::Words;

use crate::csv_text;
use crate::evidence::{Evidence, Files};
use crate::files::Output;
use crate::influential::{InfluenceRow, Influential};
use crate::provenance::{citations, fake_is_named, notes, observation_files, software, today};
use crate::validation::{LawName, Response};
use crate::{json, output};

/// Fit an energy law to observations.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure fit observations.jsonl --out my-h200.json")]
pub struct FitCommand {
    #[command(flatten)]
    files: Files,
    /// The law.
    #[arg(long, value_enum, default_value_t = LawName::Additive)]
    law: LawName,
    /// Response of the paper's law, where rows hold different numbers of images: the energy of one image, or of all images of a row as the
    /// paper does.
    #[arg(long, value_enum, default_value_t)]
    response: Response,
    /// File of the fit; its name without .json becomes the fit's id. Without this the fit is only shown.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Title of the fit, in one line.
    #[arg(long)]
    title: Option<String>,
    /// Caveats for people.
    #[arg(long, default_value = "")]
    notes: String,
    /// A document that the fit rests on, as title|place|address; may be repeated.
    #[arg(long, value_name = "TITLE|PLACE|URL", value_parser = citation)]
    source: Vec<Citation>,
    /// Data set and version of the measurements, where they are not this program's.
    #[arg(long)]
    dataset: Option<String>,
    /// The software that made the images, where the rows do not say it.
    #[arg(long)]
    engine: Option<String>,
    /// Day of the fit, YYYY-MM-DD; today where absent.
    #[arg(long)]
    date: Option<String>,
    /// Folds of the cross-validation that the file tells of; 0 for none.
    #[arg(long, default_value_t = 10)]
    folds: usize,
    /// Seed of the folds.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write residual, leverage and studentised residual of every row to this CSV file; not for the law of time and power, which rests on
    /// more than these rows.
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,
    /// Print the fit file as one JSON object.
    #[arg(long)]
    json: bool,
}

fn citation(text: &str) -> Result<Citation, String> {
    match text.split('|').collect::<Vec<_>>()[..] {
        [title, locator, url] if !title.is_empty() && !url.is_empty() => Ok(Citation {
            title: title.to_owned().into(),
            locator: locator.to_owned().into(),
            url: url.to_owned().into(),
        }),
        _ => Err("write it as title|place|address".to_owned()),
    }
}

impl FitCommand {
    /// Fits and prints; writes where asked.
    ///
    /// # Errors
    /// Files that cannot be read, rows that give no fit, a file that cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut outputs = self.files.outputs();
        let out = self.out.as_deref().map(|path| id(path).and_then(|_| outputs.create(path))).transpose()?;
        let out_rows = self.rows.as_deref().map(|path| outputs.create(path)).transpose()?;
        let evidence = self.files.read()?;
        evidence.tell();
        let rows = evidence.borrowed();
        let supplement = evidence.supplement();
        let method = self.law.method(self.response);
        let mut made = fit_with_supplement(&rows, &supplement, method, self.about(&evidence)?)?;
        if self.law == LawName::Additive {
            made = calibrated(made, &rows)?;
        }
        note_folds(&mut made, &rows, &supplement, method, self.folds, self.seed);
        let file = made.file();
        let id = file.id.to_string();
        check(file, &format!("{id}.json"), Words::ENGLISH)
            .map_err(|(field, reason)| anyhow::anyhow!("{field}: {reason}"))?;
        if let (Some(path), Some(mut out)) = (&self.out, out) {
            let text = serde_json::to_string_pretty(file)? + "\n";
            out.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
            out.commit()?;
            output::tell(&format!("written to {}", path.display()));
        }
        let influential = Influential::new(&rows, &made, method)?;
        if let (Some(path), Some(out)) = (&self.rows, out_rows) {
            let Some(influential) = &influential else {
                bail!("--rows: the law of time and power rests on more than these rows; give another --law")
            };
            write_rows(path, out, &influential.table(&rows, method))?;
        }
        if self.json {
            json::print(made.file())?
        } else {
            print::print(&made)?;
            for line in influential.iter().flat_map(|influential| influential.lines(&rows)) {
                output::line(&line)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn about(&self, evidence: &Evidence) -> anyhow::Result<About> {
        let id = match &self.out {
            None => "unnamed".to_owned(),
            Some(path) => id(path)?,
        };
        fake_is_named(evidence, &id)?;
        let tool = crate::tool();
        let date = match &self.date {
            Some(date) => date.clone(),
            None => today(),
        };
        let observations = observation_files(evidence);
        let origin = match &self.dataset {
            Some(dataset) => Origin::PublicData {
                dataset: dataset.clone().into(),
                sha256: observations.iter().map(|file| &*file.sha256).collect::<Vec<_>>().join(" ").into(),
                tool: tool.into(),
                date: date.into(),
            },
            None => {
                Origin::Measured { observations: observations.into(), tool: tool.into(), date: date.into() }
            }
        };
        let sources = if self.source.is_empty() { citations(evidence) } else { self.source.clone() };
        Ok(About {
            title: self.title.clone().unwrap_or_else(|| id.clone()).into(),
            id: id.into(),
            origin,
            software: software(evidence, self.engine.as_deref()),
            sources,
            notes: notes(&self.notes, evidence, self.law.method(self.response)).into(),
        })
    }
}

fn write_rows(path: &Path, mut out: Output, rows: &[InfluenceRow]) -> anyhow::Result<()> {
    csv_text::write(rows, &mut out).with_context(|| format!("cannot write {}", path.display()))?;
    out.commit()?;
    output::tell(&format!("rows written to {}", path.display()));
    Ok(())
}

fn id(path: &Path) -> anyhow::Result<String> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match name.strip_suffix(".json") {
        Some(stem) if !stem.is_empty() => Ok(stem.to_owned()),
        _ => bail!(
            "--out {}: the file's name has to end in .json; what stands before is the id",
            path.display()
        ),
    }
}

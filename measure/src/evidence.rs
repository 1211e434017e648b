//! What fits read: observation files and tables, as rows that a law can be fitted to.
//!
//! A row that cannot be used is kept with its reason, so that nothing is dropped in silence.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use sha2::{Digest, Sha256};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::Key;
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::table::{self, Rejected, Table};
use wattpix_core::units::Energy;

use crate::meter::MeterKind;
use crate::observation::{self, Observation, Stage};

/// Files of observations, as several commands take them.
#[derive(Debug, Clone, Args)]
pub struct Files {
    /// Observation files (.jsonl) and tables (.csv).
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which energy of an observation file is fitted; tables say it row by row.
    #[arg(long, value_enum, default_value_t = Counted::Gross)]
    pub boundary: Counted,
    /// Take rows of the fake meter too, to try the tools; such a fit is marked.
    #[arg(long)]
    pub fake: bool,
}

/// Energy within which boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Counted {
    /// All that the GPU draws.
    Gross,
    /// Less its idle power.
    Net,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path as given.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Rows that can be fitted.
    pub rows: Vec<Observed>,
    /// Rows that cannot, each with file, line and reason.
    pub rejected: Vec<Rejected>,
    /// The files.
    pub files: Vec<Source>,
    /// Engines that the rows name, each once.
    pub engines: Vec<String>,
    /// Whether a row is of the fake meter.
    pub fake: bool,
}

impl Files {
    /// Reads every file.
    ///
    /// # Errors
    /// A file that cannot be read or is of neither kind, and no usable row at all.
    pub fn read(&self) -> anyhow::Result<Evidence> {
        let mut evidence = Evidence::default();
        for path in &self.files {
            let shown = path.display().to_string();
            let mut bytes = Vec::new();
            File::open(path)
                .and_then(|file| BufReader::new(file).read_to_end(&mut bytes))
                .with_context(|| format!("cannot read {shown}"))?;
            let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            evidence.files.push(Source { path: path.clone(), sha256 });
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("csv") => {
                    let Table { rows, rejected } = table::read(&shown, bytes.as_slice())
                        .map_err(|rejected| anyhow::anyhow!("{rejected}"))?;
                    evidence.rows.extend(rows);
                    evidence.rejected.extend(rejected);
                }
                Some("jsonl") => self.observations(path, &shown, &mut evidence)?,
                _ => bail!("{shown} is neither .jsonl nor .csv; give observation files or tables"),
            }
        }
        if evidence.rows.is_empty() {
            let first = evidence.rejected.first().map(|rejected| format!("; the first: {rejected}"));
            bail!(
                "no usable row in {} files, {} rows left out{}",
                evidence.files.len(),
                evidence.rejected.len(),
                first.unwrap_or_default()
            );
        }
        Ok(evidence)
    }

    fn observations(&self, path: &Path, shown: &str, evidence: &mut Evidence) -> anyhow::Result<()> {
        let (header, lines) = observation::read_lines(path)?;
        for (line, row) in lines {
            let place = format!("{shown}, line {line}");
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    evidence.rejected.push(Rejected { place, reason: format!("{error:#}") });
                    continue;
                }
            };
            match self.observed(&row, &header.tool, &place) {
                Ok(observed) => {
                    evidence.rows.push(observed);
                    evidence.fake |= row.meter == MeterKind::Fake;
                    if let Some(engine) = &row.engine
                        && !evidence.engines.contains(engine)
                    {
                        evidence.engines.push(engine.clone());
                    }
                }
                Err(reason) => evidence.rejected.push(Rejected { place, reason }),
            }
        }
        Ok(())
    }

    fn observed(&self, row: &Observation, tool: &str, place: &str) -> Result<Observed, String> {
        if !row.valid {
            let reasons: Vec<String> = row.reasons.iter().map(ToString::to_string).collect();
            return Err(format!("marked invalid: {}", reasons.join(", ")));
        }
        if row.stage != Stage::Image {
            return Err(format!("of the stage {}; fits read whole images", row.stage.word()));
        }
        if row.meter == MeterKind::Fake && !self.fake {
            return Err("of the fake meter; add --fake to try a fit on it".to_owned());
        }
        if row.scope.is_some_and(|scope| scope != crate::meter::Scope::Gpu) {
            return Err("not the energy of a GPU".to_owned());
        }
        let missing = |what: &str| format!("{what} is null; a fit needs it");
        let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        let model = row.model.as_deref().ok_or_else(|| missing("model"))?;
        let images = row.images.filter(|images| *images > 0).ok_or_else(|| missing("images"))?;
        let joules = match self.boundary {
            Counted::Gross => row.gross_j.ok_or_else(|| missing("gross_j"))?,
            Counted::Net => row.net_j.ok_or_else(|| missing("net_j"))?,
        };
        let (width, height) = (number(row.width), number(row.height));
        let (steps, batch, tokens) = (number(row.steps), number(row.batch), number(row.text_tokens));
        let typed = Typed::default()
            .with(Key::Model, model)
            .with(Key::Gpu, &row.gpu)
            .with(Key::Width, &width)
            .with(Key::Height, &height)
            .with(Key::Steps, &steps)
            .with(Key::Precision, row.precision.as_deref().unwrap_or_default())
            .with(Key::Guidance, row.guidance.as_deref().unwrap_or_default())
            .with(Key::Batch, &batch)
            .with(Key::TextTokens, &tokens)
            .with(
                Key::Boundary,
                match self.boundary {
                    Counted::Gross => "gross",
                    Counted::Net => "net",
                },
            );
        for key in [Key::Width, Key::Height, Key::Steps, Key::Precision, Key::Guidance] {
            if typed.get(key).is_none() {
                return Err(missing(key.name()));
            }
        }
        let (configuration, problems) = Configuration::read(&typed);
        if let Some(problem) = problems.first() {
            return Err(format!("{}: {}", problem.key, problem.error));
        }
        let question = configuration.question;
        let observed = Observed {
            workload: question.workload,
            gpu: question.gpu,
            boundary: question.boundary,
            energy: Energy::from_joules(joules / f64::from(images)),
            seconds: Some(row.duration_s / f64::from(images)),
            images: u64::from(images),
            source: row.engine.clone().unwrap_or_else(|| tool.to_owned()),
            place: place.to_owned(),
        };
        observed.check().map_err(|refusal| refusal.to_string())?;
        Ok(observed)
    }
}

impl Evidence {
    /// Tells on standard error how many rows were read and left out, with the first reasons.
    pub fn tell(&self) {
        /// Reasons that are printed; the rest is counted.
        const SHOWN: usize = 10;
        for rejected in self.rejected.iter().take(SHOWN) {
            crate::output::tell(&format!("left out: {rejected}"));
        }
        if self.rejected.len() > SHOWN {
            crate::output::tell(&format!("left out: {} more", self.rejected.len() - SHOWN));
        }
        crate::output::tell(&format!("{} rows read, {} left out", self.rows.len(), self.rejected.len()));
    }

    /// The rows as fits take them.
    pub fn borrowed(&self) -> Vec<&Observed> {
        self.rows.iter().collect()
    }
}

//! What fits read: observation files and tables, as rows that a law can be fitted to.
//!
//! A row that cannot be used is kept with its reason, so that nothing is dropped in silence.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use sha2::{Digest, Sha256};
use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::table::{self, Rejected, Table};
use wattpix_core::words::Words;
use wattpix_core::workload::Boundary;

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
                Some("jsonl") => self.observations(&bytes, &shown, &mut evidence)?,
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

    fn observations(&self, bytes: &[u8], shown: &str, evidence: &mut Evidence) -> anyhow::Result<()> {
        let boundary = match self.boundary {
            Counted::Gross => Boundary::Gross,
            Counted::Net => Boundary::Net,
        };
        let mut lines = Lines::of(shown, Reading::PLAIN);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Line::Row(row) = lines.take(line).map_err(anyhow::Error::msg)? else { continue };
            let place = lines.place();
            let usable = row.and_then(|row| {
                let observed = row.observed(boundary, lines.tool(), &place, Words::ENGLISH)?;
                if row.is_fake() && !self.fake {
                    return Err("of the fake meter; add --fake to try a fit on it".to_owned());
                }
                Ok((row, observed))
            });
            match usable {
                Ok((row, observed)) => {
                    evidence.rows.push(observed);
                    evidence.fake |= row.is_fake();
                    if let Some(engine) = row.engine
                        && !evidence.engines.contains(&engine)
                    {
                        evidence.engines.push(engine);
                    }
                }
                Err(reason) => evidence.rejected.push(Rejected { place, reason }),
            }
        }
        lines.finish().map_err(anyhow::Error::msg)
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

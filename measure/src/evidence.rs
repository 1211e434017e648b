//! Rows that a law can be fitted to, from observation files and tables.
//!
//! A row that cannot be used is kept with its reason, so that nothing is dropped in silence.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use wattpix_core::fit::BUNDLED;
use wattpix_core::fit::schema::Origin;
use wattpix_core::json::Reading;
use wattpix_core::observation::Observed;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::observation::row::Row;
use wattpix_core::observation::twice::RowsSeen;
use wattpix_core::regress::law_rows::{PAPER, law_rows};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::regress::table::{self, Rejected, Table};
use wattpix_core::regress::timing::Timing;
use wattpix_core::setting::Boundary;
use wattpix_core::spreadsheet::encoding::utf_8;

use crate::files::{FileContent, FileKind, Outputs, file_kind, read_content};
use crate::foreign;
use crate::mapped_sizes;
use crate::output::{counted, tell};
use crate::reasons::grouped;
use crate::selection::{Selection, select};

/// Files of observations, as several commands take them.
#[derive(Debug, Clone, Default, Args)]
pub struct Files {
    /// Observation files (.jsonl) and tables (.csv), packed by gzip or zstd or not; `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Energy of an observation file that is fitted; tables state it row by row.
    #[arg(long, value_enum, default_value_t = Counted::Gross)]
    pub boundary: Counted,
    /// Add the rows that a shipped fit of the paper gives on the paper's grid; they inform the law of time and power, and those of a model
    /// and precision count as one row together with the paper's cells. May be repeated.
    #[arg(long, value_name = "FIT")]
    pub law_rows: Vec<String>,
    /// Conditions on the rows.
    #[command(flatten)]
    pub selection: Selection,
    /// Take rows of the fake meter too, to try the tools; such a fit is marked.
    #[arg(long)]
    pub fake: bool,
    /// The folder from which paths are told, where that is not the current one.
    #[arg(skip)]
    pub root: Option<PathBuf>,
}

/// Energy within which boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Counted {
    /// All that the GPU draws.
    #[default]
    Gross,
    /// Less its idle power.
    Net,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as given.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Rows that can be fitted.
    pub rows: Vec<Observed>,
    /// Durations without energies, for laws that read them.
    pub timings: Vec<Timing>,
    /// Rows that published laws give.
    pub law_rows: Vec<Observed>,
    /// Rows that cannot, each with file, line and reason.
    pub rejected: Vec<Rejected>,
    /// The files.
    pub files: Vec<Source>,
    /// Engines that the rows name, each once.
    pub engines: Vec<String>,
    /// True if any row is of the fake meter.
    pub fake: bool,
    /// Rows that another program measured.
    pub imported: usize,
    /// Rows that were given more than once, and counted once.
    pub twice: usize,
    /// Conditions on the rows that were taken, such as `model=flux1-dev`; empty where all were.
    pub selected: Vec<String>,
    /// Usable rows that did not have it.
    pub not_selected: usize,
    /// The observations that were taken.
    seen: RowsSeen,
}

impl Files {
    /// The outputs of a command that reads these files.
    #[must_use]
    pub fn outputs(&self) -> Outputs {
        Outputs::of_reading(self.files.iter().map(PathBuf::as_path))
    }

    /// Reads every file.
    ///
    /// # Errors
    /// A file that cannot be read or is of neither kind, and no usable row at all.
    pub fn read(&self) -> anyhow::Result<Evidence> {
        let conditions = self.selection.all()?;
        let mut evidence = Evidence::default();
        for path in &self.files {
            let told = self.root.as_ref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
            let shown = told.display().to_string();
            let FileContent { bytes, sha256 } = read_content(path)?;
            if let Some(same) = evidence.files.iter().find(|file| file.sha256 == sha256) {
                tell(&format!("{shown} is the same file as {} and is read once", same.path.display()));
                continue;
            }
            evidence.files.push(Source { path: told.to_owned(), sha256 });
            // A file that cannot be begun may be another program's.
            let named = |error| match foreign::named(&bytes, path) {
                Some(foreign) => anyhow::anyhow!("{shown}: {foreign}"),
                None => error,
            };
            match file_kind(path, &bytes) {
                Some(FileKind::Table) => {
                    let Table { rows, timings, rejected, own_columns } =
                        table::read(&shown, bytes.as_slice())
                            .map_err(|rejected| named(anyhow::anyhow!("{rejected}")))?;
                    if !own_columns.is_empty() {
                        tell(&format!("{shown}: columns that are not read: {}", own_columns.join(", ")));
                    }
                    for row in rows {
                        if evidence.seen.take_observed(&row) {
                            evidence.rows.push(row);
                        } else {
                            evidence.twice += 1;
                        }
                    }
                    for timing in timings {
                        if evidence.seen.take_timing(&timing) {
                            evidence.timings.push(timing);
                        } else {
                            evidence.twice += 1;
                        }
                    }
                    evidence.rejected.extend(rejected);
                }
                Some(FileKind::Observations) => {
                    self.observations(&utf_8(&bytes), &shown, &mut evidence).map_err(named)?;
                }
                None => {
                    let text =
                        format!("{shown} is neither .jsonl nor .csv; give observation files or tables");
                    return Err(named(anyhow::anyhow!(text)));
                }
            }
        }
        for id in &self.law_rows {
            let fit = wattpix_core::fit::find(BUNDLED, id)?;
            if !matches!(fit.file().origin, Origin::Paper { .. }) {
                bail!("--law-rows {id}: not a fit of the paper; `measure fits` lists them");
            }
            evidence.law_rows.extend(law_rows(fit, PAPER));
        }
        if evidence.rows.is_empty() {
            let most = evidence.reasons().into_iter().next().map(|reason| format!("; {reason}"));
            bail!(
                "no usable row in {} files, {} rows left out{}",
                evidence.files.len(),
                evidence.rejected.len(),
                most.unwrap_or_default()
            );
        }
        evidence.selected = conditions.iter().map(ToString::to_string).collect();
        evidence.not_selected =
            select(&conditions, &mut evidence.rows, &mut evidence.timings, &mut evidence.law_rows)?;
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
            // Idle power is measured for the others' sake, and no fault.
            if row.as_ref().as_ref().is_ok_and(Row::is_idle) {
                continue;
            }
            let place = lines.place();
            let usable = row.and_then(|row| {
                let observed = lines.observed(&row, boundary).map_err(|unusable| unusable.reason)?;
                if row.is_fake() && !self.fake {
                    return Err("of the fake meter; add --fake to try a fit on it".to_owned());
                }
                Ok((row, observed))
            });
            match usable {
                Ok((row, observed)) => {
                    // A file joined with others holds the rows of its parts as they were.
                    if !evidence.seen.take_row(&row) {
                        evidence.twice += 1;
                        continue;
                    }
                    evidence.rows.push(observed);
                    evidence.fake |= row.is_fake();
                    evidence.imported += usize::from(row.is_imported());
                    if let Some(engine) = row.engine
                        && !evidence.engines.contains(&engine)
                    {
                        evidence.engines.push(engine);
                    }
                }
                Err(reason) => evidence.rejected.push(Rejected { line: lines.number(), place, reason }),
            }
        }
        lines.finish().map_err(anyhow::Error::msg)
    }
}

impl Evidence {
    /// Why rows were left out: each reason once, the most frequent first, with how many rows it concerns and where the first is.
    fn reasons(&self) -> Vec<String> {
        let mut groups = grouped(&self.rejected, |rejected| &rejected.reason);
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups.into_iter().map(|group| format!("{}{}", group.first, group.others())).collect()
    }

    /// Tells on standard error how many rows were read and left out, and why.
    pub fn tell(&self) {
        /// Reasons that are printed; the rest is counted.
        const SHOWN: usize = 10;
        let reasons = self.reasons();
        for reason in reasons.iter().take(SHOWN) {
            tell(&format!("left out: {reason}"));
        }
        if reasons.len() > SHOWN {
            tell(&format!("left out for {} more reasons", reasons.len() - SHOWN));
        }
        if self.twice > 0 {
            tell(&format!("rows given more than once, counted once: {}", self.twice));
        }
        for note in mapped_sizes::notes(&self.rows) {
            tell(&note);
        }
        tell(&format!("{} rows read, {} left out", self.rows.len() + self.not_selected, self.rejected.len()));
        if self.imported > 0 {
            tell(&format!(
                "{} imported from files of other programs, not metered here",
                counted(self.imported, "row")
            ));
        }
        if !self.selected.is_empty() {
            tell(&format!("{} of them have {}", self.rows.len(), self.selected.join(" and ")));
        }
        if !self.timings.is_empty() {
            tell(&format!(
                "{} rows with seconds only, read by the law of time and power",
                self.timings.len()
            ));
        }
    }

    /// Returns what a law may know besides energies.
    pub fn supplement(&self) -> Supplement<'_> {
        Supplement { timings: self.timings.iter().collect(), law_rows: self.law_rows.iter().collect() }
    }

    /// The rows as fits take them.
    pub fn borrowed(&self) -> Vec<&Observed> {
        self.rows.iter().collect()
    }
}

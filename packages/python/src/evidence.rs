//! Observation files and tables as rows that a law can be fitted to.

use pyo3::prelude::*;
use wattpix_core::error::{Choice, Key};
use wattpix_core::json::Reading;
use wattpix_core::observation::Observed;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::observation::row::Row;
use wattpix_core::observation::twice::RowsSeen;
use wattpix_core::regress::table::{self, Rejected, Table};
use wattpix_core::regress::timing::Timing;
use wattpix_core::setting::Boundary;
use wattpix_core::spreadsheet::encoding::utf_8;

use crate::refusal::refused;

/// Everything that was read of some files.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Rows that can be fitted, each once.
    pub rows: Vec<Observed>,
    /// Durations without energies.
    pub timings: Vec<Timing>,
    /// Rows that cannot be fitted.
    pub rejected: Vec<Rejected>,
    /// Engines that the rows name, each once.
    pub engines: Vec<String>,
    /// True if any row is of the fake meter.
    pub fake: bool,
    /// Count of rows that were given before.
    pub twice: usize,
    seen: RowsSeen,
}

/// A file by its name and bytes.
pub type File = (String, Vec<u8>);

impl Evidence {
    /// Reads files. Energies of observation files are taken within a boundary; tables state it row by row.
    ///
    /// # Errors
    /// A boundary that does not exist, and a file that cannot be begun.
    pub fn read(files: &[File], boundary: &str, fake: bool) -> PyResult<Self> {
        let boundary = Boundary::parse(Key::Boundary, boundary).map_err(refused)?;
        let mut evidence = Self::default();
        for (name, bytes) in files {
            let text = utf_8(bytes);
            // An observation file begins with its header, an object; a table does not.
            if text.trim_ascii_start().starts_with(b"{") {
                evidence.observations(name, &text, boundary, fake).map_err(refused)?;
            } else {
                evidence.table(table::read(name, bytes.as_slice()).map_err(refused)?);
            }
        }
        Ok(evidence)
    }

    fn table(&mut self, table: Table) {
        let Table { rows, timings, rejected, .. } = table;
        let given = rows.len() + timings.len();
        let before = self.rows.len() + self.timings.len();
        self.rows.extend(rows.into_iter().filter(|row| self.seen.take_observed(row)));
        self.timings.extend(timings.into_iter().filter(|timing| self.seen.take_timing(timing)));
        self.twice += before + given - self.rows.len() - self.timings.len();
        self.rejected.extend(rejected);
    }

    fn observations(
        &mut self,
        name: &str,
        text: &[u8],
        boundary: Boundary,
        fake: bool,
    ) -> Result<(), String> {
        let mut lines = Lines::of(name, Reading::PLAIN);
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let Line::Row(row) = lines.take(line)? else { continue };
            if row.as_ref().as_ref().is_ok_and(Row::is_idle) {
                continue;
            }
            let place = lines.place();
            let usable = row.and_then(|row| {
                let observed = lines.observed(&row, boundary).map_err(|unusable| unusable.reason)?;
                if row.is_fake() && !fake {
                    return Err("of the fake meter; give fake=True to try a fit on it".to_owned());
                }
                Ok((row, observed))
            });
            match usable {
                Err(reason) => self.rejected.push(Rejected { line: lines.number(), place, reason }),
                Ok((row, _)) if !self.seen.take_row(&row) => self.twice += 1,
                Ok((row, observed)) => {
                    self.rows.push(observed);
                    self.fake |= row.is_fake();
                    self.engines.extend(row.engine.filter(|engine| !self.engines.contains(engine)));
                }
            }
        }
        lines.finish().map(drop)
    }
}

/// A measured run.
#[derive(Debug, IntoPyObject)]
struct ObservationEntry {
    model: &'static str,
    gpu: &'static str,
    width: u32,
    height: u32,
    steps: u32,
    precision: &'static str,
    guidance: &'static str,
    batch: u32,
    text_tokens: u32,
    boundary: &'static str,
    images: u64,
    joules_per_image: f64,
    wh_per_image: f64,
    seconds_per_image: Option<f64>,
    source: String,
    place: String,
}

impl From<&Observed> for ObservationEntry {
    fn from(row: &Observed) -> Self {
        let workload = &row.workload;
        Self {
            model: workload.model().id,
            gpu: row.gpu.id,
            width: workload.size().width,
            height: workload.size().height,
            steps: workload.steps(),
            precision: workload.precision().name(),
            guidance: workload.guidance().name(),
            batch: workload.batch(),
            text_tokens: workload.text_tokens(),
            boundary: row.boundary.name(),
            images: row.images,
            joules_per_image: row.energy.joules(),
            wh_per_image: row.energy.watt_hours(),
            seconds_per_image: row.seconds,
            source: row.source.clone(),
            place: row.place.clone(),
        }
    }
}

/// A row that no fit can use.
#[derive(Debug, IntoPyObject)]
struct LeftOut {
    place: String,
    line: usize,
    reason: String,
}

/// Rows of files.
#[derive(Debug, IntoPyObject)]
pub struct Read {
    rows: Vec<ObservationEntry>,
    left_out: Vec<LeftOut>,
    timings: usize,
    twice: usize,
    fake: bool,
}

/// Reads observation files and tables.
#[pyfunction]
pub fn observations(files: Vec<File>, boundary: &str, fake: bool) -> PyResult<Read> {
    let evidence = Evidence::read(&files, boundary, fake)?;
    let left_out = |row: Rejected| LeftOut { place: row.place, line: row.line, reason: row.reason };
    Ok(Read {
        rows: evidence.rows.iter().map(ObservationEntry::from).collect(),
        left_out: evidence.rejected.into_iter().map(left_out).collect(),
        timings: evidence.timings.len(),
        twice: evidence.twice,
        fake: evidence.fake,
    })
}

//! Checks files of observations as fits read them: `core` reads every line and judges it, this tells what it found, line by line, and what does not
//! follow from row to row. What is sound here can be fitted.
//!
//! - [`order`] — what must hold from row to row.

mod finding;
pub mod order;

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::observation::row::Row;
use wattpix_core::observation::twice::RowsSeen;
use wattpix_core::observation::usable::Obstacle;
use wattpix_core::regress::table;
use wattpix_core::setting::Boundary;
use wattpix_core::spreadsheet::encoding::utf_8;
use wattpix_core::words::Words;

use crate::files::{FileKind, file_kind, read_lines};
use crate::foreign;
use crate::mapped_sizes;
use crate::observation::Header;
pub use finding::{Finding, Severity};
use order::Order;

/// The stage of whole images.
const IMAGE: &str = "image";

/// Findings and counts of a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Rows of images, valid and not.
    pub rows: usize,
    /// Those that may be used.
    pub valid: usize,
    /// Those that a fit can use.
    pub usable: usize,
    /// Those that are for no fit: of processors, or of work that is no configuration.
    pub for_no_fit: usize,
    /// Those that were given before, in this file or another.
    pub twice: usize,
    /// Configurations with a usable row.
    pub configurations: usize,
    /// True if a fake meter made them up.
    pub fake: bool,
    /// Findings in the order of the lines.
    pub findings: Vec<Finding>,
}

impl Report {
    /// True if the file may be used.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// Checks a file, by its ending a table or an observation file. `taken` holds the rows of those before.
///
/// # Errors
/// Only a file that cannot be read; all else is in the report.
pub fn file(path: &Path, taken: &mut RowsSeen) -> anyhow::Result<Report> {
    let bytes = read_lines(path)?;
    let mut report = match file_kind(path, &bytes) {
        Some(FileKind::Table) => table(&bytes, taken),
        _ => text(&utf_8(&bytes), taken),
    };
    // A file that could not be begun may be another program's.
    if report.rows == 0
        && let Some(first) = report.findings.first_mut().filter(|finding| finding.severity == Severity::Error)
        && let Some(foreign) = foreign::named(&bytes, path)
    {
        first.message = foreign;
    }
    Ok(report)
}

/// Checks the text of a table.
#[must_use]
pub fn table(bytes: &[u8], taken: &mut RowsSeen) -> Report {
    let mut report = Report::default();
    let read = match table::read("", bytes) {
        Ok(read) => read,
        Err(refused) => {
            report.findings.push(Finding::error(refused.line, refused.reason));
            return report;
        }
    };
    report.rows = read.rows.len() + read.timings.len() + read.rejected.len();
    report.valid = read.rows.len() + read.timings.len();
    report.usable = report.valid;
    report.twice = read.rows.iter().filter(|row| !taken.take_observed(row)).count();
    let settings: BTreeSet<String> = read.rows.iter().map(ToString::to_string).collect();
    report.configurations = settings.len();
    for note in mapped_sizes::notes(&read.rows) {
        report.findings.push(Finding::warning(1, note));
    }
    for rejected in read.rejected {
        report.findings.push(Finding::error(rejected.line, rejected.reason));
    }
    if !read.own_columns.is_empty() {
        let message = format!("columns that are not read: {}", read.own_columns.join(", "));
        report.findings.push(Finding::warning(1, message));
    }
    report
}

/// Checks the text of an observation file.
#[must_use]
pub fn text(bytes: &[u8], taken: &mut RowsSeen) -> Report {
    let mut report = Report::default();
    let mut lines = Lines::of("", Reading::PLAIN);
    let mut order = Order::new(None);
    let mut configurations = BTreeSet::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let found = match lines.take(line) {
            Ok(found) => found,
            Err(_) => {
                let reason =
                    wattpix_core::observation::row::header(line, Reading::PLAIN).err().unwrap_or_default();
                let message = format!("not the header of an observation file: {reason}");
                report.findings.push(Finding::error(lines.number(), message));
                return report;
            }
        };
        match found {
            Line::Nothing => {}
            Line::Header => order = Order::new(serde_json::from_slice::<Header>(line).ok().as_ref()),
            Line::Torn => {
                let message = "the last line is torn, as a killed run leaves it; it is not counted";
                report.findings.push(Finding::warning(lines.number(), message));
            }
            Line::Row(row) => match *row {
                Err(reason) => report.findings.push(Finding::error(lines.number(), reason)),
                Ok(row) => {
                    report.take(&row, &lines, taken);
                    report.findings.extend(order.check(lines.number(), &row));
                    if row.stage == IMAGE && row.valid {
                        configurations.insert((row.key, row.images));
                    }
                }
            },
        }
    }
    if lines.finish().is_err() {
        report.findings.push(Finding::error(1, "no header: an observation file begins with one"));
    }
    report.configurations = configurations.len();
    report.findings.sort_by_key(|finding| finding.line);
    report
}

impl Report {
    fn take(&mut self, row: &Row, lines: &Lines, taken: &mut RowsSeen) {
        let line = lines.number();
        self.fake |= row.is_fake();
        let faults = row.faults(lines.limit_w(), Words::ENGLISH);
        self.findings.extend(faults.into_iter().map(|fault| Finding::error(line, fault)));
        if row.stage != IMAGE {
            if row.valid
                && let Some(flag) = row.unfitted()
            {
                self.findings.push(Finding::warning(line, format!("no fit uses this row: {flag}")));
            }
            return;
        }
        self.rows += 1;
        self.valid += usize::from(row.valid);
        match lines.observed(row, Boundary::Gross) {
            Ok(observed) => {
                let notes = mapped_sizes::notes([&observed]);
                self.findings.extend(notes.into_iter().map(|note| Finding::warning(line, note)));
                self.usable += 1;
                self.twice += usize::from(!taken.take_row(row));
            }
            Err(unusable) => match unusable.kind {
                // A row that says so itself is no fault of the file, and faults are told already.
                Obstacle::Marked | Obstacle::Fault => {}
                Obstacle::Unfitted | Obstacle::Stage | Obstacle::Scope | Obstacle::Missing => {
                    let meant = !matches!(unusable.kind, Obstacle::Scope | Obstacle::Missing);
                    self.for_no_fit += usize::from(!meant);
                    let reason = format!("no fit uses this row: {}", unusable.reason);
                    self.findings.push(Finding::warning(line, reason));
                }
                Obstacle::Configuration | Obstacle::Implausible => {
                    self.findings.push(Finding::error(line, unusable.reason));
                }
            },
        }
    }

    /// Adds that a fit can use none of the images, where it is so. Such a file may still be joined with others.
    pub fn require_usable(&mut self) {
        // Those that are not valid say so themselves.
        let rows = self.valid.saturating_sub(self.for_no_fit);
        if rows > 0 && self.usable == 0 && self.sound() {
            let message = format!("none of {rows} valid rows of images can be fitted");
            self.findings.push(Finding::warning(1, message));
        }
    }
}

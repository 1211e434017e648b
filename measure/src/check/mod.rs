//! Checks an observation file line by line: its schema, its physics, its order. Every finding names its line.
//!
//! - [`physics`] — what must hold within a row.
//! - [`order`] — what must hold from row to row.

pub mod order;
pub mod physics;

use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use wattpix_core::json::Reading;
use wattpix_core::observation::row::{self, Row};

use crate::observation::{Header, Observation, Stage};
use order::Order;

/// Whether a finding spoils the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file must not be used as it is.
    Error,
    /// Worth knowing.
    Warning,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Line of the file, from 1.
    pub line: usize,
    /// Whether it spoils the file.
    pub severity: Severity,
    /// What it is, in a sentence.
    pub message: String,
}

impl Finding {
    /// An error.
    pub fn error(line: usize, message: impl Into<String>) -> Self {
        Self { line, severity: Severity::Error, message: message.into() }
    }

    /// A warning.
    pub fn warning(line: usize, message: impl Into<String>) -> Self {
        Self { line, severity: Severity::Warning, message: message.into() }
    }
}

/// What was found in a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Rows of images, valid and not.
    pub rows: usize,
    /// Those that may be used.
    pub valid: usize,
    /// Configurations with a usable row.
    pub configurations: usize,
    /// Whether a fake meter made them up.
    pub fake: bool,
    /// What was found, in the order of the lines.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether the file may be used.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// Checks a file.
///
/// # Errors
/// Only a file that cannot be read; all else is in the report.
pub fn file(path: &Path) -> anyhow::Result<Report> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text(&bytes))
}

/// Checks the text of a file.
#[must_use]
pub fn text(bytes: &[u8]) -> Report {
    let mut report = Report::default();
    let whole = bytes.last() == Some(&b'\n');
    let mut lines: Vec<(usize, &[u8])> = (1..).zip(bytes.split(|byte| *byte == b'\n')).collect();
    // What follows the last line end is nothing, or a line that a killed run tore.
    if let Some((line, torn)) = lines.pop()
        && !whole
        && !torn.is_empty()
    {
        let message = "the last line is torn, as a killed run leaves it; it is not counted";
        report.findings.push(Finding::warning(line, message));
    }
    let mut lines = lines.into_iter().filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    let Some((first, line)) = lines.next() else {
        report.findings.push(Finding::error(1, "no header: an observation file begins with one"));
        return report;
    };
    let header = match row::header(line, Reading::PLAIN) {
        Ok(_) => serde_json::from_slice::<Header>(line).ok(),
        Err(reason) => {
            report
                .findings
                .push(Finding::error(first, format!("not the header of an observation file: {reason}")));
            None
        }
    };
    let mut order = Order::new(header.as_ref());
    let mut configurations = Vec::new();
    for (line, text) in lines {
        if let Err(reason) = Row::read(text, Reading::PLAIN) {
            report.findings.push(Finding::error(line, reason));
        }
        match serde_json::from_slice::<Observation>(text) {
            // What `core` has refused already.
            Err(_) => {}
            Ok(row) => {
                report.findings.extend(physics::check(line, &row, header.as_ref()));
                report.findings.extend(order.check(line, &row));
                report.fake |= row.meter == crate::meter::MeterKind::Fake;
                if row.stage == Stage::Image {
                    report.rows += 1;
                    if row.valid {
                        report.valid += 1;
                        configurations.push((row.key, row.images));
                    }
                }
            }
        }
    }
    configurations.sort();
    configurations.dedup();
    report.configurations = configurations.len();
    report.findings.sort_by_key(|finding| finding.line);
    report
}

//! A finding in a file, at a line.

use serde::Serialize;

/// True if a finding spoils the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file must not be used as it is.
    Error,
    /// Worth knowing.
    Warning,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Line of the file, from 1.
    pub line: usize,
    /// True if it spoils the file.
    pub severity: Severity,
    /// The finding as a sentence.
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

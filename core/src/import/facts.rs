//! Facts that a person adds to a file.

/// Facts about a log that it does not state.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogFacts {
    /// Seconds between readings of a log without times.
    pub interval_s: Option<f64>,
    /// Names of the columns of a log without a head row.
    pub columns: Option<Vec<String>>,
}

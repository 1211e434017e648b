//! Why a fit is refused, in words that name the column or row.

use thiserror::Error;

use crate::present::plain;

/// Why observations give no coefficients.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is nothing to fit.
    #[error("no observation to fit; give at least one row more than there are coefficients")]
    Empty,
    /// More coefficients than observations can give.
    #[error(
        "{rows} observations for {columns} coefficients; give more rows, or fewer of the settings that differ"
    )]
    TooFewRows {
        /// Observations given.
        rows: usize,
        /// Coefficients asked for.
        columns: usize,
    },
    /// A number that is none.
    #[error("row {row}, {column}: {} is not a finite number", plain(*value))]
    NotFinite {
        /// The row, from 1.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        value: f64,
    },
    /// A column that says nothing which the columns before it do not say.
    #[error(
        "{column} cannot be told apart from {others} in these observations; vary it independently, or leave it out"
    )]
    RankDeficient {
        /// The column.
        column: String,
        /// The columns that it is a combination of.
        others: String,
    },
    /// An energy, duration or count that is not above zero.
    #[error("{place}: {what} is {}; it must be above zero", plain(*value))]
    NotPositive {
        /// Where the row comes from.
        place: String,
        /// Which quantity.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A division into folds that cannot be made.
    #[error("{folds} folds of {rows} observations; give at least 2 folds and no more than observations")]
    Folds {
        /// Folds asked for.
        folds: usize,
        /// Observations.
        rows: usize,
    },
    /// A validation that leaves out the only group there is.
    #[error("every observation is of the same {by}; validating across {by}s needs at least two")]
    OneGroup {
        /// What the groups differ in.
        by: &'static str,
    },
    /// The search for coefficients did not settle.
    #[error(
        "the fit did not settle in {steps} steps; the observations contradict each other too much for this law"
    )]
    NoConvergence {
        /// Steps made.
        steps: usize,
    },
    /// The fit made is no usable fit file.
    #[error("the fit made is not usable: {field}: {reason}")]
    Unusable {
        /// The field.
        field: String,
        /// The reason.
        reason: String,
    },
}

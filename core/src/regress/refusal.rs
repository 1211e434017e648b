//! Why a fit is refused, in words that name the column or row.

use std::fmt;

use crate::error::Error;
use crate::observation::NotPositive;
use crate::present::plain;
use crate::words::{Word, Words};

/// Why observations give no coefficients.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// There is nothing to fit.
    Empty,
    /// More coefficients than observations can give.
    TooFewRows {
        /// Observations given.
        rows: usize,
        /// Coefficients asked for.
        columns: usize,
    },
    /// A number that is none.
    NotFinite {
        /// The row, from 1.
        row: usize,
        /// The column.
        column: String,
        /// The value found.
        value: f64,
    },
    /// A column that says nothing which the columns before it do not say.
    RankDeficient {
        /// The column.
        column: String,
        /// The columns that it is a combination of.
        others: String,
    },
    /// An energy, duration or count that is not above zero.
    NotPositive(NotPositive),
    /// A division into folds that cannot be made.
    Folds {
        /// Folds asked for.
        folds: usize,
        /// Observations.
        rows: usize,
    },
    /// A validation that leaves out the only group there is.
    OneGroup {
        /// Setting in which the groups differ.
        by: &'static str,
    },
    /// The search for coefficients did not settle.
    NoConvergence {
        /// Steps made.
        steps: usize,
    },
    /// A row that no fit can estimate.
    NoEstimate {
        /// Place of the row.
        place: String,
        /// The reason.
        error: Error,
    },
    /// The fit made is no usable fit file.
    Unusable {
        /// The field.
        field: String,
        /// The reason.
        reason: String,
    },
}

impl Refusal {
    /// The message in a language.
    pub fn tell(&self, words: Words) -> String {
        match self {
            Self::Empty => words.text(Word::NO_FIT_EMPTY).to_owned(),
            Self::TooFewRows { rows, columns } => {
                let values = [("rows", &*rows.to_string()), ("columns", &columns.to_string())];
                words.say(Word::NO_FIT_FEW_ROWS, &values)
            }
            Self::NotFinite { row, column, value } => {
                let values = [("row", &*row.to_string()), ("column", column), ("given", &plain(*value))];
                words.say(Word::NO_FIT_NOT_FINITE, &values)
            }
            Self::RankDeficient { column, others } => {
                words.say(Word::NO_FIT_DEPENDENT, &[("column", column), ("others", others)])
            }
            Self::NotPositive(row) => row.tell(words),
            Self::Folds { folds, rows } => {
                let values = [("folds", &*folds.to_string()), ("rows", &rows.to_string())];
                words.say(Word::NO_FIT_FOLDS, &values)
            }
            Self::OneGroup { by } => words.say(Word::NO_FIT_ONE_GROUP, &[("by", by)]),
            Self::NoConvergence { steps } => {
                words.say(Word::NO_FIT_UNSETTLED, &[("steps", &steps.to_string())])
            }
            Self::NoEstimate { place, error } => {
                words.say(Word::NO_FIT_UNUSABLE, &[("field", place), ("reason", &error.tell(words))])
            }
            Self::Unusable { field, reason } => {
                words.say(Word::NO_FIT_UNUSABLE, &[("field", field), ("reason", reason)])
            }
        }
    }
}

impl From<NotPositive> for Refusal {
    fn from(row: NotPositive) -> Self {
        Self::NotPositive(row)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

impl std::error::Error for Refusal {}

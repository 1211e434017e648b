//! Errors of requests.

use thiserror::Error as ThisError;

use crate::carbon::electricity::Problem;
use crate::equivalence::Unknown;
use crate::error::Error;

/// A request that cannot be answered.
#[derive(Debug, ThisError)]
pub enum RequestError {
    /// A name that no setting has.
    #[error("unknown argument '{given}'; choose {known}")]
    Unknown {
        /// The name, shortened.
        given: String,
        /// Names that there are.
        known: String,
    },
    /// A list or an object where a value is expected.
    #[error("argument '{name}': expected text or a number, found a list or an object")]
    Kind {
        /// Name of the setting.
        name: String,
    },
    /// A version of the coefficients that there is not.
    #[error("coefficients '{given}': there are versions {known}")]
    Coefficients {
        /// The version, shortened.
        given: String,
        /// Versions that there are.
        known: String,
    },
    /// A setting that cannot be used.
    #[error(transparent)]
    Setting(#[from] Error),
    /// A closed model, with bounds.
    #[error("{0}")]
    Closed(String),
    /// A setting of the electricity that cannot be used.
    #[error(transparent)]
    Electricity(#[from] Problem),
    /// A comparison that there is not.
    #[error(transparent)]
    Like(#[from] Unknown),
}

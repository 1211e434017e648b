//! Why a reading failed, by what the caller should do next.

use thiserror::Error;

/// A failed reading.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MeterError {
    /// The device does not offer this reading: ask for another, never again for this one.
    #[error("{what}: not available ({reason})")]
    Unsupported {
        /// The one asked for.
        what: String,
        /// The driver's message.
        reason: String,
    },
    /// The reading failed this time: count it as missing and ask again later.
    #[error("{what}: failed this time ({reason})")]
    Retry {
        /// The one asked for.
        what: String,
        /// The driver's message.
        reason: String,
    },
    /// The device or the driver is gone: stop, whatever is open is spoilt.
    #[error("{what}: {reason}")]
    Fatal {
        /// The one asked for.
        what: String,
        /// The driver's message.
        reason: String,
    },
}

impl MeterError {
    /// A reading that this device does not have.
    pub fn unsupported(what: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into(), reason: reason.into() }
    }

    /// A reading that failed this time.
    pub fn retry(what: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Retry { what: what.into(), reason: reason.into() }
    }

    /// A device that is gone.
    pub fn fatal(what: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Fatal { what: what.into(), reason: reason.into() }
    }

    /// True if the device is gone.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Fatal { .. })
    }
}

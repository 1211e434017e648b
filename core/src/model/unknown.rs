//! A name that no model has.

use super::known::every;
use crate::error::Error;
use crate::excerpt::shortened;

/// The error for a name that no model has, nor anything like it.
pub(super) fn unknown(id: &str) -> Error {
    Error::UnknownModel { given: shortened(id), known: every().map(|model| model.id).collect() }
}

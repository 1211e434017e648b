//! A name that no model has.

use super::catalogue::ALL;
use crate::error::Error;
use crate::excerpt::shortened;

/// The error for a name that no model has, nor anything like it.
pub(super) fn unknown(id: &str) -> Error {
    Error::UnknownModel { given: shortened(id), known: ALL.iter().map(|model| model.id).collect() }
}

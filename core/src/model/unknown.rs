//! A name that no model has.

use super::Model;
use crate::error::Error;
use crate::excerpt::shortened;

/// The error for a name that none of `known` has, nor anything like it.
pub(super) fn unknown(id: &str, known: impl Iterator<Item = &'static Model>) -> Error {
    Error::UnknownModel { given: shortened(id), known: known.map(|model| model.id).collect() }
}

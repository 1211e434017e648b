//! A name that no GPU has.

use super::known::known;
use crate::error::Error;
use crate::excerpt::shortened;

/// The error for a name that no GPU has, nor anything like it.
pub(super) fn unknown(id: &str) -> Error {
    Error::UnknownGpu { given: shortened(id), known: known().iter().map(|gpu| gpu.id).collect() }
}

//! A name that no GPU has.

use super::catalogue::ALL;
use crate::error::Error;
use crate::excerpt::shortened;

/// The error for a name that no GPU has, nor anything like it.
pub(super) fn unknown(id: &str) -> Error {
    Error::UnknownGpu { given: shortened(id), known: ALL.iter().map(|gpu| gpu.id).collect() }
}

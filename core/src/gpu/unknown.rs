//! A name that no GPU has.

use super::Gpu;
use crate::error::Error;
use crate::excerpt::shortened;

/// The error for a name that no GPU has, nor anything like it; `known` are some that have one.
pub(super) fn unknown(id: &str, known: &[&'static Gpu]) -> Error {
    Error::UnknownGpu { given: shortened(id), known: known.iter().map(|gpu| gpu.id).collect() }
}

//! GPUs of no catalogue, described by their figures.
//!
//! Such a GPU is written wherever a GPU id is accepted: `watts:285;fp16:110;bandwidth:500`. What can be said of one is the table in
//! [`figures`]. Estimates take it for a GPU that nobody measured.

mod description;
pub mod figures;
mod kept;

use super::Gpu;
use crate::error::Error;
use description::Description;

/// The GPU that a text describes; `None` where it is no description, but a name.
pub(super) fn find(text: &str) -> Option<Result<&'static Gpu, Error>> {
    text.contains(figures::IS).then(|| {
        Description::parse(text)
            .and_then(|description| kept::keep(&description))
            .map_err(|fault| Error::GpuDescription { fault: Box::new(fault) })
    })
}

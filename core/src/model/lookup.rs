//! Finding a model by its name or description.

use super::published::published;
use super::{Model, custom};
use crate::error::Error;

/// The model with this id, alias or name, or the one that the text describes (see [`custom`]).
///
/// # Errors
/// Those of [`published`], and [`Error::Architecture`] for a description that is none.
pub fn find(id: &str) -> Result<&'static Model, Error> {
    custom::find(id).unwrap_or_else(|| published(id))
}

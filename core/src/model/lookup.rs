//! Finding a model by its name or description.

use super::catalogue::{published, unknown};
use super::{Model, custom};
use crate::error::Error;

/// The model with this id or alias, or the one that the text describes (see [`custom`]).
///
/// # Errors
/// [`Error::UnknownModel`] with the ids there are, [`Error::Architecture`] for a description that is none.
pub fn find(id: &str) -> Result<&'static Model, Error> {
    published(id).map(Ok).or_else(|| custom::find(id)).unwrap_or_else(|| Err(unknown(id)))
}

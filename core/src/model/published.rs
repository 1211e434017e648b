//! Finding a model of the catalogue.

use super::Model;
use super::available::{catalogue, every};
use crate::error::Error;

/// The model of the catalogue with this id or alias in any case or, once the [whole catalogue](mod@crate::catalogue) is known, by any
/// name as people write it.
///
/// # Errors
/// [`Error::Ambiguous`] for what several models are called, and for anything else [`Error::Near`] or, where nothing comes near it,
/// [`Error::UnknownModel`] with the ids there are.
pub fn published(id: &str) -> Result<&'static Model, Error> {
    let named = |name: &&str| name.eq_ignore_ascii_case(id);
    if let Some(model) = every().find(|model| named(&model.id) || model.aliases.iter().any(named)) {
        return Ok(model);
    }
    (catalogue().find)(id)
}

//! Finding a model of the catalogue.

use super::Model;
use super::catalogue::every;
#[cfg(not(feature = "names"))]
use super::unknown::unknown;
use crate::error::Error;

/// The model of the catalogue with this id or alias in any case and, with the feature `names`, by any name as people write it.
///
/// # Errors
/// [`Error::Ambiguous`] for what several models are called, and for anything else [`Error::Near`] or, where nothing comes near it,
/// [`Error::UnknownModel`] with the ids there are.
pub fn published(id: &str) -> Result<&'static Model, Error> {
    let named = |name: &&str| name.eq_ignore_ascii_case(id);
    if let Some(model) = every().find(|model| named(&model.id) || model.aliases.iter().any(named)) {
        return Ok(model);
    }
    #[cfg(feature = "names")]
    return super::spelling::find(id);
    #[cfg(not(feature = "names"))]
    Err(unknown(id))
}

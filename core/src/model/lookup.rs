//! Finding a model by its name or description.

use super::published::published;
use super::{Model, available, custom};
use crate::arrival::Arrival;
use crate::error::Error;

/// Reads the description of a model; `None` for what is none.
type Describe = fn(&str) -> Option<Result<&'static Model, Error>>;

static BY_DESCRIPTION: Describe = custom::find;

#[cfg(not(feature = "whole-catalogue"))]
static FIRST: Describe = |_| None;
#[cfg(feature = "whole-catalogue")]
static FIRST: Describe = BY_DESCRIPTION;

static DESCRIBED: Arrival<Describe> = Arrival::of(&FIRST);

/// The model with this id, alias or name, or the one that the text describes (see [`custom`]).
///
/// # Errors
/// Those of [`published`], and [`Error::Architecture`] for a description that is none.
pub fn find(id: &str) -> Result<&'static Model, Error> {
    (DESCRIBED.known())(id).unwrap_or_else(|| published(id))
}

/// Makes all models known, and descriptions of others.
pub(crate) fn arrive() {
    available::arrive();
    DESCRIBED.arrive(&BY_DESCRIPTION);
}

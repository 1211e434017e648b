//! Finding a model by a name as people write it.

use super::Model;
use super::catalogue::ALL;
use super::unknown::unknown;
use crate::error::{Error, Key};
use crate::excerpt::shortened;
use crate::names::{self, Found, Named};

/// Finds the model that a name means.
///
/// # Errors
/// Those of [`super::published::published`].
pub(super) fn find(id: &str) -> Result<&'static Model, Error> {
    let ids = |models: &[&'static Model]| models.iter().map(|model| model.id).collect();
    let (key, given) = (Key::Model, || shortened(id));
    match names::find(id, &ALL.map(named)) {
        Found::One(model) => Ok(model),
        Found::Several(choices) => Err(Error::Ambiguous { key, given: given(), choices: ids(&choices) }),
        Found::Near(near) if near.is_empty() => Err(unknown(id)),
        Found::Near(near) => Err(Error::Near { key, given: given(), near: ids(&near) }),
    }
}

/// Gives a model its names.
fn named(model: &'static Model) -> Named<&'static Model> {
    let mut names = vec![model.id, model.label];
    names.extend(model.aliases.iter().chain(model.hub_ids));
    Named { thing: model, names, also: Vec::new() }
}

//! Finding a model by a name as people write it.

use super::Model;
use super::catalogue::{ALL, EDITING, MORE, VIDEO};
use super::closed;
use super::unknown::unknown;
use crate::error::{Error, Key};
use crate::excerpt::shortened;
use crate::names::{self, Found, Named};

/// Finds the model that a name means.
///
/// # Errors
/// Those of [`super::published::published`].
pub(super) fn find(id: &str) -> Result<&'static Model, Error> {
    #[cfg(feature = "names")]
    if let Some(model) = all().find(|model| is_hub_id(model, id.trim())) {
        return Ok(model);
    }
    let ids = |models: &[&'static Model]| models.iter().map(|model| model.id).collect();
    let (key, given) = (Key::Model, || shortened(id));
    let named: Vec<_> = all().map(named).collect();
    match names::find(id, &named) {
        Found::One(model) => Ok(model),
        Found::Several(choices) => Err(Error::Ambiguous { key, given: given(), choices: ids(&choices) }),
        Found::Near(_) if let Some(error) = closed::error(id) => Err(error),
        Found::Near(near) if near.is_empty() => Err(unknown(id, all())),
        Found::Near(near) => Err(Error::Near { key, given: given(), near: ids(&near) }),
    }
}

/// True if a name is a repository of the model, its owner included.
#[cfg(feature = "names")]
fn is_hub_id(model: &Model, name: &str) -> bool {
    model.hub_ids.iter().any(|hub| hub.eq_ignore_ascii_case(name))
}

/// Gives a model its names. A repository that is called as another model here (`Tongyi-MAI/Z-Image`) is known by its whole name only.
fn named(model: &'static Model) -> Named<&'static Model> {
    let mut names = vec![model.id, model.label];
    names.extend(model.aliases);
    #[cfg(feature = "names")]
    names.extend(model.hub_ids.iter().filter(|hub| !is_of_another(model, hub)));
    Named { thing: model, names, also: Vec::new() }
}

/// True if a repository's name without its owner is an id or alias of another model.
#[cfg(feature = "names")]
fn is_of_another(model: &Model, hub: &str) -> bool {
    let plain = names::plain(hub);
    let is_named = |other: &Model| {
        names::plain(other.id) == plain || other.aliases.iter().any(|alias| names::plain(alias) == plain)
    };
    all().any(|other| other.id != model.id && is_named(other))
}

/// Every model. Whoever asks here knows all of them.
fn all() -> impl Iterator<Item = &'static Model> {
    ALL.into_iter().chain(MORE).chain(EDITING).chain(VIDEO)
}

//! Finding a model by a name as people write it.

use super::Model;
use super::catalogue::ALL;
use super::unknown::unknown;
use crate::error::{Error, Key};
use crate::excerpt::shortened;
use crate::names::{self, Found, Named};

/// The model that a name means.
///
/// # Errors
/// Those of [`super::published::published`].
pub(super) fn find(id: &str) -> Result<&'static Model, Error> {
    let model = |at: usize| ALL.get(at).copied();
    let ids =
        |found: Vec<usize>| found.into_iter().filter_map(model).map(|model| model.id).collect::<Vec<_>>();
    let (key, given) = (Key::Model, || shortened(id));
    match names::find(id, &spellings()) {
        Found::One(at) => model(at).ok_or_else(|| unknown(id)),
        Found::Several(choices) => Err(Error::Ambiguous { key, given: given(), choices: ids(choices) }),
        Found::Near(near) if near.is_empty() => Err(unknown(id)),
        Found::Near(near) => Err(Error::Near { key, given: given(), near: ids(near) }),
    }
}

/// What the models are called, by their places in [`ALL`].
fn spellings() -> Vec<Named<usize>> {
    let named = |(at, model): (usize, &&'static Model)| {
        let mut names = vec![model.id, model.label];
        names.extend(model.aliases.iter().chain(model.hub_ids));
        Named { thing: at, names, also: Vec::new() }
    };
    ALL.iter().enumerate().map(named).collect()
}

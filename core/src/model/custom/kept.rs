//! Described models, kept for as long as the program runs: a workload refers to its model for good, be it of the catalogue or described.
//!
//! This is the one place of `core` that keeps something from one call to the next. It cannot be told from outside: the same description
//! gives the same model whatever came before, until [`MOST_KEPT`] others have been described.

use std::sync::OnceLock;

use super::description::{Description, refused};
use super::limits::MOST_KEPT;
use crate::error::{Error, Fault};
use crate::model::{Model, Origin};

/// A list that only grows, so that it needs no lock: each place is filled once.
struct Place(OnceLock<(&'static Model, &'static Place)>);

static FIRST: Place = Place::empty();

/// The model of a description.
pub(super) fn keep(description: &Description) -> Result<&'static Model, Error> {
    if description.id == description.base.id {
        return Ok(description.base);
    }
    FIRST.keep(MOST_KEPT, description)
}

impl Place {
    const fn empty() -> Self {
        Self(OnceLock::new())
    }

    fn keep(&'static self, most: usize, description: &Description) -> Result<&'static Model, Error> {
        let mut place = self;
        for _ in 0..most {
            // Another thread may fill the place meanwhile; then its model is looked at like any other.
            let (model, next) =
                place.0.get_or_init(|| (kept(description), Box::leak(Box::new(Self::empty()))));
            if model.id == description.id {
                return Ok(model);
            }
            place = next;
        }
        Err(refused(description.base, Box::new(Fault::ManyDescriptions { most })))
    }
}

fn kept(description: &Description) -> &'static Model {
    let mut model = description.model.clone();
    model.id = description.id.clone().leak();
    model.label = description.label().leak();
    model.aliases = &[];
    model.origin = Origin::Changed(description.base);
    Box::leak(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_description_is_kept_once_and_no_more_than_fit() {
        static LIST: Place = Place::empty();
        let keep = |text: &str| LIST.keep(2, &Description::parse(text).unwrap());
        let first = keep("flux~width:2048~joint_blocks:3").unwrap();
        assert!(std::ptr::eq(keep("flux1-dev~joint_blocks:3~width:2048").unwrap(), first));
        keep("flux1-dev~joint_blocks:4").unwrap();
        let refused = keep("flux1-dev~joint_blocks:5").unwrap_err();
        assert!(
            matches!(refused, Error::Architecture { fault, .. } if matches!(*fault, Fault::ManyDescriptions { .. }))
        );
        assert!(
            std::ptr::eq(keep("flux1-dev~width:2048~joint_blocks:3").unwrap(), first),
            "what was kept goes on"
        );
    }
}

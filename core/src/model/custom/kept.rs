//! Described models, kept for as long as the program runs, until [`MOST_KEPT`] have been described.

use super::description::{Description, refused};
use super::limits::MOST_KEPT;
use crate::error::{Error, Fault};
use crate::kept::Kept;
use crate::model::{Model, Origin};

static MODELS: Kept<Model> = Kept::new();

/// The model of a description.
pub(super) fn keep(description: &Description) -> Result<&'static Model, Error> {
    if description.id == description.base.id {
        return Ok(description.base);
    }
    keep_in(&MODELS, MOST_KEPT, description)
}

fn keep_in(
    kept: &'static Kept<Model>,
    most: usize,
    description: &Description,
) -> Result<&'static Model, Error> {
    kept.keep(most, |model| model.id == description.id, || model(description))
        .ok_or_else(|| refused(description.base, Box::new(Fault::ManyDescriptions { most })))
}

fn model(description: &Description) -> Model {
    Model {
        id: description.id.clone().leak(),
        label: description.label().leak(),
        aliases: &[],
        origin: Origin::Changed(description.base),
        ..*description.model
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_description_is_kept_once_and_no_more_than_fit() {
        static LIST: Kept<Model> = Kept::new();
        let keep = |text: &str| keep_in(&LIST, 2, &Description::parse(text).unwrap());
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

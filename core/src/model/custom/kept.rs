//! Described models, kept for as long as the program runs: a workload refers to its model for good, be it of the catalogue or described.
//!
//! This is the one place of `core` that keeps something from one call to the next. It cannot be told from outside: the same description
//! gives the same model whatever came before, until [`MOST_KEPT`] others have been described.

use std::sync::{Mutex, PoisonError};

use super::{Description, Fault};
use crate::error::Error;
use crate::model::{Model, Origin};

/// Different descriptions that are kept, each below 2 kB: more than a person describes, few enough that no table or link fills the
/// memory.
pub const MOST_KEPT: usize = 16_384;

/// In the order of their ids.
static KEPT: Mutex<Vec<&'static Model>> = Mutex::new(Vec::new());

/// The model of a description.
pub(super) fn keep(description: &Description) -> Result<&'static Model, Error> {
    if description.changes.is_empty() {
        return Ok(description.base);
    }
    // A panic of another thread leaves the list as it was.
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    keep_in(&mut kept, MOST_KEPT, description)
}

fn keep_in(
    kept: &mut Vec<&'static Model>,
    most: usize,
    description: &Description,
) -> Result<&'static Model, Error> {
    let id = description.to_string();
    match kept.binary_search_by(|model| model.id.cmp(&id)) {
        Ok(at) => Ok(kept[at]),
        Err(_) if kept.len() >= most => {
            Err(Error::Architecture { base: description.base, fault: Box::new(Fault::ManyDescriptions) })
        }
        Err(at) => {
            let model: &'static Model = Box::leak(Box::new(Model {
                id: id.leak(),
                label: description.label().leak(),
                aliases: &[],
                origin: Origin::Changed(description.base),
                ..description.model
            }));
            kept.insert(at, model);
            Ok(model)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_description_is_kept_once_and_no_more_than_fit() {
        let mut kept = Vec::new();
        let mut keep = |text: &str| keep_in(&mut kept, 2, &Description::parse(text).unwrap());
        let first = keep("flux~width:2048~joint_blocks:3").unwrap();
        assert!(std::ptr::eq(keep("flux1-dev~joint_blocks:3~width:2048").unwrap(), first));
        keep("flux1-dev~joint_blocks:4").unwrap();
        let refused = keep("flux1-dev~joint_blocks:5").unwrap_err();
        assert!(
            matches!(refused, Error::Architecture { fault, .. } if matches!(*fault, Fault::ManyDescriptions))
        );
        assert!(
            std::ptr::eq(keep("flux1-dev~width:2048~joint_blocks:3").unwrap(), first),
            "what was kept goes on"
        );
    }
}

//! Models that nobody published: a model of the catalogue, or the plain description of a family, with dimensions changed.
//!
//! Such a model is written wherever a model id is accepted: `flux1-dev~joint_blocks:10~width:2048`. What can be changed is the table in
//! [`dimensions`]; the plain descriptions are in [`template`]. Operations and weights are counted from the architecture as those of any other
//! model are, and are as exact.

mod description;
pub mod dimension;
pub mod dimensions;
mod follow;
mod kept;
mod limits;
mod source_denoiser;
pub mod source_file;
mod source_text;
pub mod template;
pub mod words;

use super::Model;
use crate::error::Error;
pub use description::{Description, MARK};
pub use limits::{MOST_KEPT, MOST_OPERATIONS, MOST_WEIGHTS};

/// The model that a text describes; `None` where it is no description, but the id of a published model or nothing known.
pub fn find(text: &str) -> Option<Result<&'static Model, Error>> {
    let (name, changes) = description::parts(text);
    let template = template::find(name);
    if template.is_none() && changes.is_none() {
        return None;
    }
    Some(Description::parse(text).and_then(|description| kept::keep(&description)))
}

//! Runs that start from images: references as tokens, the VAE's encoder, the vision tower, pipelines that run a share of the steps, and
//! decoding in tiles.

mod encoder;
mod references;
mod start;
mod tiles;
mod vision_tower;

pub use encoder::{encoder_parameters, encoder_work};
pub(super) use references::EDIT_TEMPLATE_TOKENS;
pub(crate) use references::kontext_size;
pub use references::{References, Resize, references_of};
pub use start::{Start, start_of};
pub use tiles::tiles;
pub use vision_tower::{VISION_TOWER_PARAMETERS, vision_patches, vision_work};

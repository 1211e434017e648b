//! The operation counts as formulas, found from the code that counts: the paper's tables 1, 2 and 7.
//!
//! - [`blocks`] — layers and blocks (table 1). [`models`] — a model's passes, text encoders and decoder (table 2). [`stages`] — a U-Net by stage
//!   (table 7).

pub mod blocks;
pub mod models;
pub mod stages;

use serde::Serialize;

/// A count with its formula in operations; a multiply–add is two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// Operation that is counted.
    pub name: String,
    /// Formula.
    pub formula: String,
    /// Meaning of the variables.
    pub variables: String,
}

//! What a person brought, as the modules pass it to each other: lines of text, because each has a memory of its own.
//!
//! - [`fits`] — fits that are theirs, by the hash of their file. [`flat`] — such a fit in one line.
//! - `shelf` — the list of those fits, to be used, kept, or forgotten.
//! - `points` — measured configurations, a line each.

pub mod fits;
pub mod flat;
#[cfg(any(feature = "figures", feature = "refit"))]
pub mod points;
#[cfg(feature = "workbench")]
pub mod shelf;

//! Fits and measured configurations of the reader, as the page uses them, as its worker sends them and as the browser keeps them.
//!
//! - [`fits`] — a person's fits, by the hash of their file; [`kept`] — those that the browser keeps, as JSON; `reading` — the part of the
//!   program that reads and writes them; `storage` — the place where they are kept.
//! - `kept_fits` — makes those known to the page once.
//! - [`points`] — measured configurations.

pub mod fits;
pub mod kept;
#[cfg(feature = "page")]
pub mod kept_fits;
pub mod points;
#[cfg(feature = "page")]
pub mod reading;
#[cfg(feature = "page")]
pub mod storage;

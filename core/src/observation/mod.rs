//! Observation files as fits read them (features `json` and `regress`): a header line, then one measured repeat a line.
//!
//! - [`row`] — a line, read strictly: every field by name, none unknown, none missing.
//! - [`lines`] — a file line by line.
//! - [`usable`] — from a row to something that a law can be fitted to, or the reason why not.
//! - `physics` — what must hold within a row (feature `judgement`).
//! - `plausible` — whether an energy can be what it says, and the likely mistake where not (feature `judgement`).
//! - `two_meters` — agreement of two meters (feature `judgement`).
//! - [`twice`] — rows that were given before.
//! - [`Observed`] — one measured run, as fits read it.
//! - [`repeats`] — repeats of one configuration as one point with its spread.
//!
//! The program that measures writes these files; see `measure`'s own `observation` module, which reads every line here first, so that
//! command line and page refuse the same lines in the same words.

pub mod lines;
mod observed;
#[cfg(feature = "judgement")]
pub(crate) mod physics;
#[cfg(feature = "judgement")]
pub mod plausible;
pub mod repeats;
pub mod row;
pub mod twice;
#[cfg(feature = "judgement")]
pub mod two_meters;
pub mod usable;

pub use observed::{NotPositive, Observed};

/// The schema that is read.
pub const SCHEMA: u32 = 1;

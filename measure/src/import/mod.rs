//! `measure import`: files of other programs as observations.
//!
//! `core` reads the files; here a person's choices and settings are added and rows are made of it.
//!
//! - [`other_run`] — one measurement, whatever file it is from. [`gpus`] — which GPUs it is of.
//! - [`part`] — which part of a power log it is.
//! - [`settings`] — what a file states and what a person declares, held against each other.
//! - [`rows`] — rows, with where they are from, and why there is none.

pub mod gpus;
pub mod other_run;
pub mod part;
pub mod rows;
pub mod settings;

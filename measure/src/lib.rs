//! Everything behind the `measure` binary, as a library so that tests can drive it.
//!
//! - [`cli`] — the command line: one variant a command.
//! - [`command`] — one module a command: its options and what it prints.
//! - [`configuration`] — options that several commands share, checked by `core`.
//! - `engine` — the models, run on candle (feature `engine`).
//! - [`output`], [`json`] — lines, tables and objects on standard output. [`csv_text`] — tables whose texts no spreadsheet runs.
//!
//! Metering, from the device upwards:
//! - [`clock`] — real time, or scripted time for tests.
//! - [`meter`] — what a device can be asked: NVML, RAPL, a scripted fake, a replayed recording.
//! - [`device`] and [`cuda`] — which device is meant, and what CUDA calls it.
//! - [`probe`] — what a device can do, found by asking it.
//! - [`trace`] — readings and the arithmetic on them.
//! - [`recorder`] — takes the readings beside the work.
//! - [`processes`] — whose process is on the GPU. [`tree`] — what a command started, ended together.
//! - [`window`] — energy between two edges, its error, and what is wrong with it.
//! - [`idle`] — idle power before and after.
//! - [`evidence`] — observation files and tables, as fits read them. [`selection`] — which of their rows a command takes.
//! - [`influential`] — rows that decide a fit, and outliers. [`validation`] — laws and what is left out to judge them; [`seconds`] — the same of seconds. [`report`] — all of it on a page. [`tables`] — the paper's tables.
//! - [`formulas`] — operation counts as formulas.
//! - [`comparison`] — engines side by side. [`claims`] — what of the paper holds.
//! - [`exec`] — any external program, metered.
//! - [`sweep`] — many configurations, planned, measured, resumed, joined.
//! - [`flag`] — everything that can be wrong, by stable code.
//! - [`package`] — a data package for an archive. [`provenance`] — what a fit says of where it is from.
//! - [`mapped_sizes`] — rows at sizes in whose place pipelines run others.
//! - [`parallel`] — work divided between cores.
//! - [`files`] — files that are written: never over an input, whole or not at all. [`lock`] — one meter a GPU, one writer a file.
//! - [`import`] — files of other programs as observations. [`foreign`] — naming them where one of ours is expected.
//! - [`observation`] — the file that rows are appended to.
//! - [`check`](mod@check) — whether such a file can be used.

pub mod check;
pub mod claims;
pub mod cli;
pub mod clock;
pub mod command;
mod command_list;
pub mod comparison;
pub mod configuration;
pub mod csv_text;
pub mod cuda;
pub mod device;
#[cfg(feature = "engine")]
pub mod engine;
pub mod evidence;
pub mod examination;
pub mod exec;
pub mod files;
pub use wattpix_core::flag;
pub mod foreign;
pub mod formulas;
pub mod idle;
pub mod import;
pub mod influential;
pub mod json;
pub mod lock;
pub mod mapped_sizes;
pub mod meter;
pub mod observation;
pub mod output;
pub mod package;
pub mod parallel;
pub mod probe;
pub mod processes;
pub mod provenance;
pub mod reasons;
pub mod recorder;
pub mod report;
pub mod seconds;
pub mod selection;
pub mod sweep;
pub mod tables;
pub mod trace;
pub mod tree;
pub mod validation;
pub mod window;

/// This program and its version, as files and reports name it.
#[must_use]
pub fn tool() -> String {
    format!("wattpix-measure {}", env!("CARGO_PKG_VERSION"))
}

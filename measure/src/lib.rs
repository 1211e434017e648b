//! Library behind the `measure` binary, so that tests can drive it.
//!
//! - [`cli`]: the command line, one variant a command; `command_list` groups them for `--help`. [`command`]: the commands, a module each.
//! - [`configuration`]: options that several commands share, checked by `core`.
//! - [`output`], [`json`], [`csv_text`]: lines, objects and tables on standard output.
//! - `mcp`: catalogue and estimates for agents (feature `mcp`).
//! - `engine`: the models, run on candle (feature `engine`).
//!
//! Metering, from the device upwards:
//! - [`clock`]: real time, or scripted time for tests.
//! - [`meter`]: energy and power of a device by NVML, RAPL, a scripted fake or a recording.
//! - [`device`], [`cuda`]: choice of the device, and its CUDA ordinal.
//! - [`probe`], [`examination`]: capabilities of a device, found by asking it, and the judgement of it.
//! - [`trace`], [`recorder`]: readings and their arithmetic; taking them beside the work.
//! - [`processes`], [`tree`]: ownership of processes on the GPU; processes that a command started, ended together.
//! - [`window`], [`idle`]: energy between two edges with its error and faults; idle power before and after.
//! - [`exec`]: any external program, metered. [`sweep`]: many configurations, planned, measured, resumed and joined.
//! - [`flag`]: faults and remarks, by stable code.
//!
//! Files:
//! - [`observation`]: the file that rows are appended to. [`check`](mod@check): whether a file can be used. [`reasons`]: findings in groups.
//! - [`schemas`]: JSON Schemas of the formats.
//! - [`files`], [`lock`]: files that are written whole or not at all and never over an input; one meter a GPU, one writer a file.
//! - [`import`], [`foreign`]: files of other programs as observations, and their names where one of ours is expected.
//!
//! From observations to results:
//! - [`evidence`], [`selection`]: rows as fits read them; rows that a command takes. [`mapped_sizes`]: rows at sizes that pipelines replace.
//! - [`validation`], [`seconds`], [`influential`]: laws judged by what they did not see; their seconds; leverage and outliers.
//! - [`report`], [`tables`], [`formulas`]: a report as HTML; the paper's tables; operation counts as formulas.
//! - [`comparison`], [`claims`]: engines side by side; the paper's claims on measured rows.
//! - [`package`], [`provenance`]: a data package for an archive; the origin of a fit. [`parallel`]: work divided between cores.

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
pub mod described_gpu;
pub mod device;
pub mod disclosure;
#[cfg(feature = "engine")]
pub mod engine;
pub mod evidence;
pub mod examination;
pub mod exec;
pub mod files;
pub use wattpix_core::flag;
pub mod footprint_options;
pub mod foreign;
pub mod formulas;
pub mod grid_options;
pub mod idle;
pub mod import;
pub mod influential;
pub mod json;
pub mod lock;
pub mod mapped_sizes;
#[cfg(feature = "mcp")]
pub mod mcp;
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
pub mod schemas;
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

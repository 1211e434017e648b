//! How much energy does a generated image cost? FLOP counts from architecture, energy laws, estimates with intervals.
//!
//! Pure: no input, no output, no clock, no threads; the same on native machines and in a browser.
//!
//! ```text
//! ln E = ln A + α·ln F + b_fp32·[fp32] + b_gpu·[gpu] + b_res·ln(W·H/256)      E in kWh, F in GFLOP, of all images
//! F    = images × steps × (2 with guidance) × denoiser pass                   [+ text encoders + decoder]
//! ```
//!
//! # Where to start
//! - [`configuration`] — what a person typed, checked: the way in.
//! - [`estimate`] — a configuration and the fits give energy with an interval and caveats: the way out.
//! - [`model`], [`gpu`], [`mod@fit`] — the catalogues. [`setting`] — guidance, precision, boundary. [`workload`] — a model and how it is run.
//! - [`flops`] counts layers and blocks, [`compute`] multiplies them by steps and passes.
//! - [`law`] — the equation above; [`time_and_power`] — the law that answers by default; [`transfer`] — what is assumed where no fit has been.
//! - [`explain`] — an estimate term by term.
//! - [`measured`] — published measurements of single configurations.
//! - [`carbon`] — grams and money from energy; [`equivalence`] — what energy is as much as. [`decimal`], [`units`], [`source`], [`error`], [`excerpt`], [`caveat`], [`present`] — words and numbers. `names` — what a name as people write it means; [`bare`] — words without their signs.
//! - `json` — strict reading of files; `observation` — measured rows in them; `flag` — what can be wrong with a row. `spreadsheet` — tables as other programs write them; `other_names` — what they call settings.
//! - [`words`] — everything that is said, by language.
//! - [`sweep`] — points for charts. [`grid`] — the paper's tables for any model and GPU.

// Baked constants name their types by these crates.
extern crate alloc;
extern crate self as wattpix_core;

pub mod bare;
pub mod carbon;
pub mod caveat;
#[cfg(feature = "charts")]
pub mod charts;
pub mod compute;
pub mod configuration;
pub mod decimal;
pub mod equivalence;
pub mod error;
pub mod estimate;
pub mod excerpt;
pub mod explain;
pub mod fit;
#[cfg(feature = "json")]
pub mod flag;
pub mod flops;
pub mod gpu;
pub mod grid;
#[cfg(feature = "json")]
pub mod json;
pub mod law;
pub mod measured;
pub mod model;
#[cfg(feature = "names")]
pub mod names;
#[cfg(feature = "regress")]
pub mod observation;
#[cfg(feature = "regress")]
pub mod other_names;
pub mod present;
#[cfg(feature = "regress")]
pub mod regress;
pub mod roofline;
pub mod setting;
pub mod source;
#[cfg(feature = "regress")]
pub mod spreadsheet;
pub mod sweep;
pub mod time_and_power;
pub mod transfer;
pub mod units;
pub mod words;
pub mod workload;

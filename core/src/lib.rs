//! Energy of generated images: FLOP counts from architectures, energy laws, estimates with intervals.
//!
//! Pure: no input, no output, no clock, no threads; the same on native machines and in a browser.
//!
//! ```text
//! ln E = ln A + α·ln F + b_fp32·[fp32] + b_gpu·[gpu] + b_res·ln(W·H/256)      E in kWh, F in GFLOP, of all images
//! F    = images × steps × (2 with guidance) × denoiser pass                   [+ text encoders + decoder]
//! ```
//!
//! # Where to start
//! - [`estimate::estimate`] returns the energy of an image with an interval and caveats.
//! - [`compute::FlopBreakdown`] counts the operations of an image; `regress::fitting::fit` fits a law to measurements, and
//!   `regress::cross_validation::validate` validates one (feature `regress`); `charts` draws (feature `charts`).
//! - The folder `examples/` has a short program for each: `estimate`, `table`, `flops`, `fit` and `chart`.
//!
//! # Modules
//! - [`model`], [`gpu`], [`mod@fit`]: the catalogues. [`workload`]: a model with its settings; [`setting`]: guidance, precision, execution, boundary.
//! - [`flops`] counts layers and blocks; [`compute`] multiplies them by passes.
//! - [`law`]: the equation above. [`time_and_power`]: the law that answers by default. [`roofline`]: times promised by a data sheet. [`transfer`]: assumptions where no fit has been.
//! - `pipeline_size`: sizes that pipelines run in the place of those asked for; `size_text`: how messages say so; `sampler`: passes that samplers make.
//! - [`configuration`] reads what people type, for the command line, tables and links alike. [`decimal`], [`bare`] and `names` read numbers and names.
//! - [`explain`]: an estimate term by term. [`sweep`]: points for charts. [`grid`]: the paper's tables for any model and GPU.
//! - [`carbon`]: grams of CO2e and cost. `footprint`: embodied emissions, water, scenarios, hours and reports of other formats. [`equivalence`]: everyday comparisons. [`measured`]: published measurements of single configurations.
//! - [`words`]: every sentence, by language. [`error`], [`caveat`], [`excerpt`], [`present`], [`units`], [`source`]: errors, caveats, quotations, numbers as text, units, citations.
//! - `report`: estimates, counts and catalogues as JSON objects, with their schemas.
//! - `regress`: fits and validations. `observation`, `spreadsheet`, `json`: measured rows, and the files that hold them. `flag`: faults of a row. `other_names`: names of settings in other programs; `import`: their measurements.

// Baked constants name their types by these crates.
extern crate alloc;
extern crate self as wattpix_core;

mod arrival;
pub mod bare;
pub mod bounds;
pub mod carbon;
pub mod catalogue;
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
#[cfg(feature = "footprint")]
pub mod footprint;
pub mod gpu;
pub mod grid;
#[cfg(feature = "import")]
pub mod import;
#[cfg(feature = "json")]
pub mod json;
mod kept;
pub mod law;
pub mod measured;
pub mod model;
pub mod names;
#[cfg(feature = "regress")]
pub mod observation;
#[cfg(feature = "regress")]
pub mod other_names;
pub mod pipeline_size;
pub mod present;
#[cfg(feature = "regress")]
pub mod regress;
#[cfg(feature = "reports")]
pub mod report;
pub mod roofline;
#[cfg(feature = "how-it-runs")]
pub mod running;
pub mod sampler;
pub mod setting;
pub mod size_text;
pub mod source;
#[cfg(feature = "regress")]
pub mod spreadsheet;
pub mod sweep;
pub mod time_and_power;
pub mod transfer;
pub mod units;
pub mod words;
pub mod workload;

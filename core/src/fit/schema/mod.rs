//! The fit file, schemas 1 to 3: coefficients of one energy law, where they come from and what they cover.
//!
//! Schema 2 adds the additive law with its features and units, the pairs that were seen, spreads that the fit itself measured,
//! and figures on what was held out. Schema 3 adds the law of time and power (power shares, effects with their spreads, and
//! saturation), and constants.
//!
//! Strict: unknown and missing fields are errors. The build script reads this file too, to turn `fitted/*.json` into
//! constants, so it depends on serde and databake alone.

mod law;
mod quality;
mod text;

use databake::Bake;
pub use law::{
    Attention, Compute, ComputeUnit, EffectSpreads, EnergyUnit, Feature, Form, Law, Saturation, Scope,
    Spreads, Term, Units,
};
pub use quality::{HeldOut, KFold, Quality};
use serde::{Deserialize, Serialize};
pub use text::{List, Text};

/// A fit file. Its coefficients belong together: those of two files are never mixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct FitFile {
    /// Version of this format: 1, 2 or 3.
    pub schema: u32,
    /// Stable identifier; the file's name without `.json`.
    pub id: Text,
    /// Title in one line.
    pub title: Text,
    /// Origin of the coefficients.
    pub origin: Origin,
    /// Ids of the models whose runs were fitted.
    pub models: List<Text>,
    /// Ids of the GPUs whose runs were fitted.
    pub gpus: List<Text>,
    /// The GPU whose coefficient is zero by definition.
    pub baseline_gpu: Text,
    /// Pairs of model and GPU that ran, where not all did (schema 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<List<Pair>>,
    /// Ranges of the fitted runs.
    pub ranges: Ranges,
    /// The energy law.
    pub law: Law,
    /// The duration law in seconds, where durations were fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Law>,
    /// Units of the law's two sides.
    pub units: Units,
    /// Operations that the law counts.
    pub compute: Compute,
    /// Boundary of the fitted energy.
    pub boundary: Boundary,
    /// Software that ran.
    pub software: Software,
    /// Agreement of the law with the fitted runs.
    pub quality: Quality,
    /// Documents.
    pub sources: List<Citation>,
    /// Caveats for people.
    pub notes: Text,
}

/// Origin of the coefficients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Origin {
    /// Printed in a paper, or solved from its printed cells.
    Paper {
        /// Version of the paper.
        version: Text,
        /// Table, figure or cells.
        table: Text,
    },
    /// Measured and fitted by this project's tool.
    Measured {
        /// The observation files.
        observations: List<ObservationFile>,
        /// Version of the tool that fitted.
        tool: Text,
        /// Day of the fit, ISO 8601.
        date: Text,
    },
    /// Fitted to measurements that others published.
    PublicData {
        /// The data set and its version.
        dataset: Text,
        /// SHA-256 of the file fitted, in hexadecimal.
        sha256: Text,
        /// Version of the tool that fitted.
        tool: Text,
        /// Day of the fit, ISO 8601.
        date: Text,
    },
}

/// A model that ran on a GPU, and at which precisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Model id.
    pub model: Text,
    /// GPU id.
    pub gpu: Text,
    /// Number formats, by name.
    pub precisions: List<Text>,
}

/// A file of observations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct ObservationFile {
    /// Path in the repository, or address.
    pub file: Text,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: Text,
}

/// Ranges of the fitted runs; pairs are the least and the most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Ranges {
    /// Pixels along a row.
    pub width: [u32; 2],
    /// Rows of pixels.
    pub height: [u32; 2],
    /// Denoising steps.
    pub steps: [u32; 2],
    /// Number formats, by name.
    pub precisions: List<Text>,
    /// `on`, `off` or both.
    pub guidance: List<Text>,
    /// Images a run.
    pub images: [u64; 2],
    /// Images generated together.
    pub batch: [u32; 2],
    /// Text tokens before the denoiser.
    pub text_tokens: [u32; 2],
}

/// Boundary of the fitted energy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// Less idle power × duration.
    Net,
    /// All that the GPU draws.
    Gross,
}

/// Software that ran while energy was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Software {
    /// The program that generated the images.
    pub engine: Text,
    /// Version, or a statement that it is not known.
    pub version: Text,
    /// Arithmetic of each number format.
    pub precision_modes: List<Text>,
}

/// A document that a fit rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The document.
    pub title: Text,
    /// Place within the source.
    pub locator: Text,
    /// Address of the source.
    pub url: Text,
}

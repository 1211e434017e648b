//! The fit file, schemas 1 and 2: coefficients of one energy law, where they come from and what they cover.
//!
//! Schema 2 adds the additive law with its features and units, the pairs that were seen, spreads that the fit itself measured,
//! and figures on what was held out.
//!
//! Strict: unknown and missing fields are errors. The build script reads this file too, to turn `fitted/*.json` into
//! constants, so it depends on serde and databake alone.

use std::borrow::Cow;

use databake::Bake;
use serde::{Deserialize, Serialize};

/// Text of a fit file: borrowed when built in, owned when read.
pub type Text = Cow<'static, str>;

/// A list of a fit file.
pub type List<T> = Cow<'static, [T]>;

/// One fit file. Its coefficients belong together: those of two files are never mixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct FitFile {
    /// Version of this format: 1 or 2.
    pub schema: u32,
    /// Stable identifier; the file's name without `.json`.
    pub id: Text,
    /// One line for people.
    pub title: Text,
    /// Who determined the coefficients, and from what.
    pub origin: Origin,
    /// Ids of the models whose runs were fitted.
    pub models: List<Text>,
    /// Ids of the GPUs whose runs were fitted.
    pub gpus: List<Text>,
    /// The GPU whose coefficient is zero by definition.
    pub baseline_gpu: Text,
    /// Which models ran on which GPUs, where not all did (schema 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<List<Pair>>,
    /// What the fitted runs covered.
    pub ranges: Ranges,
    /// The energy law.
    pub law: Law,
    /// The duration law in seconds, where durations were fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Law>,
    /// Units of the law's two sides.
    pub units: Units,
    /// Which operations the law counts.
    pub compute: Compute,
    /// Which energy was fitted.
    pub boundary: Boundary,
    /// What ran.
    pub software: Software,
    /// How well the law describes the fitted runs.
    pub quality: Quality,
    /// Documents.
    pub sources: List<Citation>,
    /// Caveats for people.
    pub notes: Text,
}

/// Who determined the coefficients, and from what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Origin {
    /// Printed in a paper, or solved from its printed cells.
    Paper {
        /// Which version of it.
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
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct ObservationFile {
    /// Its path in the repository or its address.
    pub file: Text,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: Text,
}

/// What the fitted runs covered; pairs are the least and the most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
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

/// A law: its form, terms and spread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// How the terms make the value.
    pub form: Form,
    /// The terms. A coefficient that was not fitted is absent, never zero.
    pub terms: List<Term>,
    /// Covariance of the coefficients in the order of the terms, row after row; in an additive law, of the logarithms of those
    /// that are summed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<List<List<f64>>>,
    /// Standard deviation of what the terms leave unexplained, in ln units.
    pub residual_sd: f64,
    /// What is added to it where the fit has not been; without it, the assumptions of [`crate::transfer`] (schema 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spreads: Option<Spreads>,
    /// Observations less coefficients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<f64>,
    /// The image count at which the law is evaluated; it is scaled from there, because its exponent is not exactly 1.
    pub evaluated_at_images: u64,
}

/// Standard deviations, in ln units, of what comes on top where a fit has not been.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Spreads {
    /// A model that was not fitted, on a GPU that was: from leaving each model out in turn.
    pub unseen_model: f64,
    /// A GPU that was not fitted.
    pub unseen_gpu: f64,
    /// Another laboratory with other software, cooling and sensors than those whose runs were fitted: every reader's.
    pub another_source: f64,
}

/// How the terms make the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The logarithm of the value is the sum of coefficient × feature.
    LnLinear,
    /// The value is the sum of coefficient × feature, times the exponential of the GPU's coefficient (schema 2). In the law of
    /// energy the features in seconds are multiplied by the board power, so that coefficients are pure numbers and, for
    /// launches, seconds.
    Additive,
}

/// One term of a law.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it multiplies.
    pub feature: Feature,
    /// Which level of a categorical feature: a GPU id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Text>,
    /// The coefficient.
    pub coefficient: f64,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub std_error: Option<f64>,
}

/// What a coefficient multiplies; a closed set for each schema. Those of schema 2 are what a data sheet promises, see
/// [`crate::roofline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// 1.
    Intercept,
    /// ln of the operations of all images in GFLOP.
    LnGflops,
    /// 1 at fp32, else 0.
    Fp32,
    /// 1 on the GPU of the level, else 0.
    Gpu,
    /// ln(width × height / 256), in pixels.
    #[serde(rename = "ln_pixels_over_256")]
    LnPixelsOver256,
    /// Operations on tensor cores, in seconds at the dense rate of the precision.
    Matmul,
    /// Operations on 32-bit units outside the tensor cores, in seconds at their rate.
    Vector,
    /// What linear layers and attention read and write, in seconds at the memory's bandwidth.
    LinearTraffic,
    /// What convolutions read and write, likewise.
    ConvTraffic,
    /// Attention scores as if each were written once, likewise.
    Scores,
    /// Weights read once a forward call, likewise.
    Weights,
    /// Layers launched.
    Launches,
}

impl Feature {
    /// What an additive law sums, in the order of its terms.
    pub const SUMMED: [Self; 7] = [
        Self::Matmul,
        Self::Vector,
        Self::LinearTraffic,
        Self::ConvTraffic,
        Self::Scores,
        Self::Weights,
        Self::Launches,
    ];

    /// Its name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intercept => "intercept",
            Self::LnGflops => "ln_gflops",
            Self::Fp32 => "fp32",
            Self::Gpu => "gpu",
            Self::LnPixelsOver256 => "ln_pixels_over_256",
            Self::Matmul => "matmul",
            Self::Vector => "vector",
            Self::LinearTraffic => "linear_traffic",
            Self::ConvTraffic => "conv_traffic",
            Self::Scores => "scores",
            Self::Weights => "weights",
            Self::Launches => "launches",
        }
    }
}

/// Units of the law's two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Unit of the energy.
    pub energy: EnergyUnit,
    /// Unit of the operations.
    pub compute: ComputeUnit,
}

/// Unit of a law's energy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
pub enum EnergyUnit {
    /// Kilowatt-hours of all images together.
    #[serde(rename = "kWh_all_images")]
    KilowattHoursAllImages,
    /// Joules of one image (schema 2).
    #[serde(rename = "J_per_image")]
    JoulesPerImage,
}

/// Unit of a law's operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
pub enum ComputeUnit {
    /// GFLOP (a count) of all images together.
    #[serde(rename = "GFLOP_all_images")]
    GflopAllImages,
    /// Seconds of one image at the rates of the data sheet (schema 2).
    #[serde(rename = "datasheet_s_per_image")]
    DataSheetSecondsPerImage,
}

/// Which operations a law counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Compute {
    /// Components.
    pub scope: Scope,
    /// Attention products.
    pub attention: Attention,
}

/// Components that a law counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Denoiser passes.
    Denoiser,
    /// Text encoders, denoiser passes and decoder.
    Pipeline,
}

/// Attention products that a law counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// All.
    Full,
    /// Half: the convention of Kaplan et al.
    Kaplan,
}

/// Which energy was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// Less idle power × duration.
    Net,
    /// All that the GPU draws.
    Gross,
}

/// What ran while energy was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Software {
    /// The program that generated the images.
    pub engine: Text,
    /// Its version, or that it is not stated.
    pub version: Text,
    /// How each number format was multiplied.
    pub precision_modes: List<Text>,
}

/// How well a law describes the fitted runs; a figure that is not known is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// Observations fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Coefficient of determination in ln units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r2: Option<f64>,
    /// Mean absolute error in ln units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mae_ln: Option<f64>,
    /// Mean absolute error relative to the measured energy, 0.1 = 10 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mape: Option<f64>,
    /// Rank correlation of predicted and measured energies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spearman: Option<f64>,
    /// Linear correlation of predicted and measured ln energies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pearson: Option<f64>,
    /// The same figures on runs held out in turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k_fold: Option<KFold>,
    /// The same figures on models held out in turn (schema 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_out_models: Option<HeldOut>,
}

/// Quality on held-out runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct KFold {
    /// Folds.
    pub k: u32,
    /// Seed of the assignment to folds.
    pub seed: u64,
    /// Coefficient of determination in ln units.
    pub r2: f64,
    /// Mean absolute error in ln units.
    pub mae_ln: f64,
    /// Mean absolute relative error.
    pub mape: f64,
}

/// Quality on models held out one at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct HeldOut {
    /// Models held out.
    pub models: u32,
    /// Observations predicted.
    pub n: u64,
    /// Mean absolute error in ln units.
    pub mae_ln: f64,
    /// Share of observations inside the interval, 0 to 1.
    pub inside: f64,
}

/// A document that a fit rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The document.
    pub title: Text,
    /// Where in it.
    pub locator: Text,
    /// Its address.
    pub url: Text,
}

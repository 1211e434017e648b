//! The law of a fit file: its form, terms, spread and units.

use databake::Bake;
use serde::{Deserialize, Serialize};

use super::text::{List, Text};

/// A law: its form, terms and spread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Combination of the terms.
    pub form: Form,
    /// The terms. A coefficient that was not fitted is absent, never zero.
    pub terms: List<Term>,
    /// Covariance of the coefficients in the order of the terms, row after row; in an additive law, of the logarithms of those
    /// that are summed. In a law of time and power: rows of the lower triangle over the logarithms of the summed coefficients, then
    /// the logits of their power shares, then the effects except those of sources, which no estimate uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<List<List<f64>>>,
    /// Standard deviation of what the terms leave unexplained, in ln units.
    pub residual_sd: f64,
    /// Spreads added where the fit has no measurements; without them, the assumptions of [`crate::transfer`] hold (schema 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spreads: Option<Spreads>,
    /// Standard deviations of the effects of a law of time and power (schema 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<EffectSpreads>,
    /// Saturation of rates beyond those of a reference GPU in a law of time and power (schema 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saturation: Option<Saturation>,
    /// Observations less coefficients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<f64>,
    /// The image count at which the law is evaluated; it is scaled from there, because its exponent is not exactly 1.
    pub evaluated_at_images: u64,
}

/// Standard deviations, in ln units, of what comes on top where a fit has not been.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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

/// Standard deviations, in ln units, of the effects by which runs differ from what work and data sheets say (schema 3). An effect
/// that the fit knows enters with its own uncertainty, one that it does not know with the whole standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct EffectSpreads {
    /// Between models.
    pub model: f64,
    /// Between GPUs of one architecture.
    pub gpu: f64,
    /// Between GPU architectures.
    pub architecture: f64,
    /// Between sources: laboratories with their software, cooling and sensors. Every reader is another source.
    pub source: f64,
    /// Between GPUs, in the logit of the power shares.
    pub gpu_power: f64,
    /// Spread of an arithmetic precision at which the GPU was not measured, in ln units.
    pub precision: f64,
    /// Spread of each setting outside the fitted range, in ln units for each factor of e beyond its end.
    pub extrapolation: f64,
}

/// Rates beyond those of the reference GPU are realised in part: a rate `r` above the reference's `r₀` counts as `r₀·(r/r₀)^exponent`
/// (schema 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Saturation {
    /// Id of the reference GPU.
    pub gpu: Text,
    /// The exponent, from 0 (nothing is realised) to 1 (all).
    pub exponent: f64,
    /// Standard deviation of the exponent.
    pub exponent_sd: f64,
}

/// Combination of a law's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The logarithm of the value is the sum of coefficient × feature.
    LnLinear,
    /// A single energy per operation for every model, GPU and precision: the exponential of the intercept, times the operations
    /// (schema 3).
    Constant,
    /// The value is the sum of coefficient × feature, times the exponential of the GPU's coefficient (schema 2). In the law of
    /// energy the features in seconds are multiplied by the board power, so that coefficients are pure numbers and, for
    /// launches, seconds.
    Additive,
    /// Seconds are the sum of coefficient × data-sheet seconds by kind of work; energy is the same sum with each kind's power: idle
    /// power plus its share of the range up to board power. Both are multiplied by the exponential of the effects (schema 3).
    TimeAndPower,
}

/// A term of a law.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Feature that the coefficient multiplies.
    pub feature: Feature,
    /// Level of a categorical feature: a GPU id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Text>,
    /// The coefficient.
    pub coefficient: f64,
    /// Standard error of the coefficient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub std_error: Option<f64>,
    /// Share of the range between idle and board power that is drawn during this kind of work, between 0 and 1; in every summed term
    /// of a law of time and power and in no other (schema 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_share: Option<f64>,
}

/// Feature that a coefficient multiplies; a closed set for each schema. Those of schema 2 are what a data sheet promises, see
/// [`crate::roofline`]; those of schema 3 are further kinds of work and the effects, see [`crate::time_and_power`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
    /// Bytes read and written by linear layers and attention, in seconds at the memory's bandwidth.
    LinearTraffic,
    /// Bytes read and written by convolutions, in seconds at the memory's bandwidth.
    ConvTraffic,
    /// Attention scores as if each were written once, likewise.
    Scores,
    /// Weights read once a forward call, likewise.
    Weights,
    /// Layers launched.
    Launches,
    /// Bytes that element-wise kernels read and write, in seconds at the memory's bandwidth (schema 3).
    Elementwise,
    /// Calls of the pipeline, one a batch (schema 3).
    Calls,
    /// Effect of the model of the level on the time (schema 3).
    Model,
    /// Effect of the GPU architecture of the level on the time (schema 3).
    Architecture,
    /// Effect of the GPU of the level on the logit of the power shares (schema 3).
    GpuPower,
    /// Effect of the source of the level on the time; no estimate uses it (schema 3).
    Source,
}

impl Feature {
    /// Every feature.
    pub const ALL: [Self; 18] = [
        Self::Intercept,
        Self::LnGflops,
        Self::Fp32,
        Self::Gpu,
        Self::LnPixelsOver256,
        Self::Matmul,
        Self::Vector,
        Self::LinearTraffic,
        Self::ConvTraffic,
        Self::Scores,
        Self::Weights,
        Self::Launches,
        Self::Elementwise,
        Self::Calls,
        Self::Model,
        Self::Architecture,
        Self::GpuPower,
        Self::Source,
    ];

    /// Features that an additive law sums, in the order of its terms.
    pub const SUMMED: [Self; 7] = [
        Self::Matmul,
        Self::Vector,
        Self::LinearTraffic,
        Self::ConvTraffic,
        Self::Scores,
        Self::Weights,
        Self::Launches,
    ];

    /// The kinds of work that a law of time and power sums, in the order of its terms.
    pub const KINDS: [Self; 9] = [
        Self::Matmul,
        Self::Vector,
        Self::LinearTraffic,
        Self::Elementwise,
        Self::ConvTraffic,
        Self::Scores,
        Self::Weights,
        Self::Launches,
        Self::Calls,
    ];

    /// True if its terms name a level: a GPU, model, architecture or source.
    pub const fn has_levels(self) -> bool {
        matches!(self, Self::Gpu | Self::Model | Self::Architecture | Self::GpuPower | Self::Source)
    }

    /// Returns the unit of a coefficient in words.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Launches | Self::Calls => "s each",
            Self::Intercept | Self::LnGflops | Self::Fp32 | Self::LnPixelsOver256 => "ln",
            Self::Gpu | Self::Model | Self::Architecture | Self::Source => "ln",
            Self::GpuPower => "logit",
            _ => "of the data sheet",
        }
    }

    /// Returns the name in the file.
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
            Self::Elementwise => "elementwise",
            Self::Calls => "calls",
            Self::Model => "model",
            Self::Architecture => "architecture",
            Self::GpuPower => "gpu_power",
            Self::Source => "source",
        }
    }
}

/// Units of the law's two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
pub enum ComputeUnit {
    /// GFLOP (a count) of all images together.
    #[serde(rename = "GFLOP_all_images")]
    GflopAllImages,
    /// Seconds of one image at the rates of the data sheet (schema 2).
    #[serde(rename = "datasheet_s_per_image")]
    DataSheetSecondsPerImage,
}

/// Operations that a law counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
#[databake(path = wattpix_core::fit::schema)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// All.
    Full,
    /// Half: the convention of Kaplan et al.
    Kaplan,
}

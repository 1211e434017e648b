//! The law of a fit file: its form, terms, spread and units.

use databake::Bake;
use serde::{Deserialize, Serialize};

use super::{List, Text};

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
    /// Every feature.
    pub const ALL: [Self; 12] = [
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
    ];

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

    /// What a coefficient of it is of, in words.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Launches => "s each",
            Self::Intercept | Self::LnGflops | Self::Fp32 | Self::Gpu | Self::LnPixelsOver256 => "ln",
            _ => "of the data sheet",
        }
    }

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

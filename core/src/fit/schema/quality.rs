//! Agreement of a law with the runs it was fitted to, and with runs held out.

use databake::Bake;
use serde::{Deserialize, Serialize};

/// Agreement of a law with the fitted runs; a figure that is not known is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
    /// Agreement with runs held out in turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k_fold: Option<KFold>,
    /// Agreement with models held out in turn (schema 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_out_models: Option<HeldOut>,
}

/// Quality on held-out runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Bake)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
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

//! The catalogue, and the estimate of every model on every GPU at its defaults: files that stand beside the page for other programs.

use serde::Serialize;

use super::{FitReport, GpuReport, ModelReport};
use crate::error::Choice as _;
use crate::estimate::{Estimate, INTERVAL, Question, estimate};
use crate::fit::{BUNDLED, Version};
use crate::setting::Boundary;
use crate::workload::Workload;
use crate::{gpu, model};

/// Models, GPUs and fits with their sources.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct CatalogueData {
    /// Version of Wattpix.
    pub wattpix: &'static str,
    /// Version of the coefficients that answer by default.
    pub coefficients: u32,
    /// Models.
    pub models: Vec<ModelReport>,
    /// GPUs.
    pub gpus: Vec<GpuReport>,
    /// Fits.
    pub fits: Vec<FitReport>,
}

impl CatalogueData {
    /// Returns everything that ships.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            wattpix: env!("CARGO_PKG_VERSION"),
            coefficients: Version::current().number,
            models: model::every().map(ModelReport::from).collect(),
            gpus: gpu::ALL.into_iter().map(GpuReport::from).collect(),
            fits: BUNDLED.iter().map(FitReport::from).collect(),
        }
    }
}

/// Estimates of every model on every GPU, each at the model's default settings and fp16.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct EstimatesData {
    /// Version of Wattpix.
    pub wattpix: &'static str,
    /// Version of the coefficients.
    pub coefficients: u32,
    /// Boundary of every estimate.
    pub boundary: &'static str,
    /// Probability of the prediction intervals.
    pub interval: f64,
    /// Estimates, model by model.
    pub estimates: Vec<EstimateRow>,
}

/// An estimate in a few numbers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct EstimateRow {
    /// Model id.
    pub model: &'static str,
    /// GPU id.
    pub gpu: &'static str,
    /// Watt-hours of an image or clip.
    pub wh_per_image: f64,
    /// Lower end of the prediction interval.
    pub wh_low: f64,
    /// Upper end of the prediction interval.
    pub wh_high: f64,
    /// Seconds of an image or clip.
    pub seconds_per_image: Option<f64>,
    /// Mean power in watts.
    pub watts: Option<f64>,
    /// Codes of the caveats.
    pub caveats: Vec<&'static str>,
}

impl EstimatesData {
    /// Returns the estimates by the newest coefficients.
    #[must_use]
    pub fn shipped() -> Self {
        let version = Version::current();
        let boundary = Boundary::Net;
        // A GPU without fp16 has no row.
        let row = |(model, gpu)| {
            let question = Question { workload: Workload::default_of(model), gpu, boundary };
            estimate(version.fits(), &question).ok().map(|estimate| EstimateRow::from(&estimate))
        };
        let pairs = model::every().flat_map(|model| gpu::ALL.into_iter().map(move |gpu| (model, gpu)));
        Self {
            wattpix: env!("CARGO_PKG_VERSION"),
            coefficients: version.number,
            boundary: boundary.name(),
            interval: INTERVAL,
            estimates: pairs.filter_map(row).collect(),
        }
    }
}

impl From<&Estimate<'_>> for EstimateRow {
    fn from(estimate: &Estimate) -> Self {
        Self {
            model: estimate.question.workload.model().id,
            gpu: estimate.question.gpu.id,
            wh_per_image: estimate.energy.watt_hours(),
            wh_low: estimate.low.watt_hours(),
            wh_high: estimate.high.watt_hours(),
            seconds_per_image: estimate.seconds,
            watts: estimate.power.map(|power| power.watts()),
            caveats: estimate.caveats.iter().map(|caveat| caveat.code()).collect(),
        }
    }
}

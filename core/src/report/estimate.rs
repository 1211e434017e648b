//! An estimate with its interval, caveats and settings.

use serde::Serialize;

use super::electricity::{Asked, ElectricityReport};
use super::set_up::SetUpReport;
use crate::configuration::Configuration;
use crate::error::{Choice as _, Key};
use crate::estimate::{Estimate, INTERVAL, Question, paper_beside};
use crate::fit::Version;

/// Energy of one image or clip. The settings stand last, with the defaults that were taken.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct EstimateReport<'a> {
    /// Model id.
    pub model: &'a str,
    /// GPU id.
    pub gpu: &'a str,
    /// Id of the fit that answered.
    pub fit: &'a str,
    /// Version of the coefficients.
    pub coefficients: u32,
    /// Boundary of the energy: `net` (less idle power) or `gross`.
    pub boundary: &'a str,
    /// Images of the totals.
    pub images: u64,
    /// Watt-hours of an image or clip.
    pub wh_per_image: f64,
    /// Lower end of the prediction interval.
    pub wh_low: f64,
    /// Upper end of the prediction interval.
    pub wh_high: f64,
    /// Probability of the prediction interval.
    pub interval: f64,
    /// Joules of an image or clip.
    pub joules_per_image: f64,
    /// Watt-hours of all images.
    pub wh_total: f64,
    /// Energy for a second of video, whose figures an image are of a clip; absent for an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wh_per_second: Option<f64>,
    /// Seconds of an image or clip.
    pub seconds_per_image: Option<f64>,
    /// Mean power in watts.
    pub watts: Option<f64>,
    /// Memory for the weights in gigabytes; activations come on top.
    pub memory_gb_needed: f64,
    /// Answer of the paper's own law, where one applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperReport>,
    /// Caveats, each with a stable code.
    pub caveats: Vec<CaveatReport>,
    /// Effects of model, GPU, architecture and laboratory that the fit knows.
    pub effects: Vec<EffectReport<'a>>,
    /// Causes of the interval's width.
    pub interval_parts: Vec<IntervalPartReport>,
    /// Pixels along a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// Number format.
    pub precision: &'a str,
    /// Classifier-free guidance: `on` or `off`.
    pub guidance: &'a str,
    /// `eager` or `compiled`.
    pub execution: &'a str,
    /// Images generated together.
    pub batch: u32,
    /// Text tokens that the denoiser sees.
    pub text_tokens: u32,
    /// Frames of a clip; absent for an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<u32>,
    /// Frames a second of a clip; absent for an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fps: Option<u32>,
    /// Settings of the run that differ from their defaults.
    #[serde(flatten)]
    pub set_up: SetUpReport,
    /// Greenhouse gas, cost and comparison.
    #[serde(flatten)]
    pub electricity: ElectricityReport,
}

/// Answer of the paper's own law.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct PaperReport {
    /// Id of the paper's fit.
    pub fit: &'static str,
    /// Watt-hours of an image.
    pub wh_per_image: f64,
    /// Lower end of the prediction interval.
    pub wh_low: f64,
    /// Upper end of the prediction interval.
    pub wh_high: f64,
}

/// A caveat of an estimate.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct CaveatReport {
    /// Stable code.
    pub code: &'static str,
    /// Setting that it is about, where it is about one.
    pub axis: Option<&'static str>,
    /// Sentence in English.
    pub message: String,
    /// The factor by which it widens the interval to either side, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_factor: Option<f64>,
}

/// An effect, with its factor on time and energy where the fit knows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct EffectReport<'a> {
    /// Kind: model, GPU, architecture or source.
    pub of: &'static str,
    /// Id of the model, GPU or architecture; absent where there is none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub level: &'a str,
    /// True if the fit knows it.
    pub known: bool,
    /// Factor on time and energy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
}

/// Share of a cause in the interval; the factors multiply to that from the estimate to either end.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct IntervalPartReport {
    /// Cause, by a stable name.
    pub cause: &'static str,
    /// Standard deviation in ln units.
    pub ln_sd: f64,
    /// Part of the half-width in ln units.
    pub ln_adds: f64,
    /// Factor of this part.
    pub factor: f64,
}

impl<'a> EstimateReport<'a> {
    /// Returns the answer to a configuration.
    #[must_use]
    pub fn new(
        version: &Version,
        configuration: &Configuration,
        estimate: &'a Estimate,
        asked: &Asked,
    ) -> Self {
        let Question { workload, gpu, boundary } = &estimate.question;
        Self {
            model: workload.model().id,
            gpu: gpu.id,
            fit: estimate.fit.id(),
            coefficients: version.number,
            boundary: boundary.name(),
            images: configuration.images,
            wh_per_image: estimate.energy.watt_hours(),
            wh_low: estimate.low.watt_hours(),
            wh_high: estimate.high.watt_hours(),
            interval: INTERVAL,
            joules_per_image: estimate.energy.joules(),
            wh_total: (estimate.energy * configuration.images as f64).watt_hours(),
            wh_per_second: estimate.per_second().map(|energy| energy.watt_hours()),
            seconds_per_image: estimate.seconds,
            watts: estimate.power.map(|power| power.watts()),
            memory_gb_needed: estimate.memory_gb_needed(),
            paper: paper_beside(estimate).map(|paper| PaperReport {
                fit: paper.fit.id(),
                wh_per_image: paper.energy.watt_hours(),
                wh_low: paper.low.watt_hours(),
                wh_high: paper.high.watt_hours(),
            }),
            caveats: caveats(estimate),
            effects: EffectReport::all(estimate),
            interval_parts: IntervalPartReport::all(estimate),
            width: workload.size().width,
            height: workload.size().height,
            steps: workload.steps(),
            precision: workload.precision().name(),
            guidance: workload.guidance().name(),
            execution: workload.execution().name(),
            batch: workload.batch(),
            text_tokens: workload.text_tokens(),
            frames: workload.fps().map(|_| workload.frames()),
            fps: workload.fps(),
            set_up: SetUpReport::new(configuration),
            electricity: ElectricityReport::new(asked, estimate, configuration.images),
        }
    }
}

fn caveats(estimate: &Estimate) -> Vec<CaveatReport> {
    let caveats = estimate.caveats.iter();
    caveats
        .map(|caveat| CaveatReport {
            code: caveat.code(),
            axis: caveat.axis().map(Key::name),
            message: caveat.to_string(),
            interval_factor: estimate.caveat_factor(caveat),
        })
        .collect()
}

impl<'a> EffectReport<'a> {
    /// Returns the effects of an estimate.
    #[must_use]
    pub fn all(estimate: &'a Estimate) -> Vec<Self> {
        let effects = estimate.effects().into_iter();
        effects
            .map(|effect| Self {
                of: effect.of,
                level: effect.level,
                known: effect.factor.is_some(),
                factor: effect.factor,
            })
            .collect()
    }
}

impl IntervalPartReport {
    /// Returns the causes of an estimate's interval.
    #[must_use]
    pub fn all(estimate: &Estimate) -> Vec<Self> {
        let parts = estimate.interval_parts().into_iter();
        parts
            .map(|part| Self {
                cause: part.cause.name(),
                ln_sd: part.ln_sd,
                ln_adds: part.ln_adds,
                factor: part.factor(),
            })
            .collect()
    }
}

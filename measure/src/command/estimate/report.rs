//! The answer in JSON.

use serde::Serialize;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Estimate, INTERVAL, Question, paper_beside};
use wattpix_core::fit::Version;

use super::answer::total;
use super::beside::{Beside, BesideReport};
use super::electricity::{self, Asked};
use super::explain::{self, EffectReport, PartReport};
use super::set_up_report::SetUpReport;

/// The answer; what was asked stands last, with the defaults that were taken.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    model: &'a str,
    gpu: &'a str,
    fit: &'a str,
    /// Version of the coefficients.
    coefficients: u32,
    boundary: &'a str,
    images: u64,
    wh_per_image: f64,
    wh_low: f64,
    wh_high: f64,
    interval: f64,
    joules_per_image: f64,
    wh_total: f64,
    /// Energy for a second of video, whose figures an image are of a clip; absent for an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    wh_per_second: Option<f64>,
    seconds_per_image: Option<f64>,
    watts: Option<f64>,
    memory_gb_needed: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<PaperReport>,
    caveats: Vec<CaveatReport>,
    /// Effects of model, GPU, architecture and laboratory that the fit knows.
    effects: Vec<EffectReport<'a>>,
    /// Causes of the interval's width.
    interval_parts: Vec<PartReport>,
    width: u32,
    height: u32,
    steps: u32,
    precision: &'a str,
    guidance: &'a str,
    execution: &'a str,
    batch: u32,
    text_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    frames: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fps: Option<u32>,
    /// Settings of the run that differ from their defaults.
    #[serde(flatten)]
    set_up: SetUpReport,
    #[serde(flatten)]
    electricity: electricity::Report,
    #[serde(flatten)]
    beside: BesideReport,
}

/// Answer of the paper's own law.
#[derive(Debug, Serialize)]
struct PaperReport {
    fit: &'static str,
    wh_per_image: f64,
    wh_low: f64,
    wh_high: f64,
}

#[derive(Debug, Serialize)]
struct CaveatReport {
    code: &'static str,
    axis: Option<&'static str>,
    message: String,
    /// The factor by which it widens the interval to either side, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    interval_factor: Option<f64>,
}

impl<'a> Report<'a> {
    /// Returns the answer to a question.
    pub(super) fn new(
        version: &Version,
        configuration: &Configuration,
        estimate: &'a Estimate,
        asked: &Asked,
        beside: &Beside,
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
            wh_total: total(configuration, estimate),
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
            caveats: estimate
                .caveats
                .iter()
                .map(|caveat| CaveatReport {
                    code: caveat.code(),
                    axis: caveat.axis().map(Key::name),
                    message: caveat.to_string(),
                    interval_factor: estimate.caveat_factor(caveat),
                })
                .collect(),
            effects: explain::effects(estimate),
            interval_parts: explain::parts(estimate),
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
            electricity: electricity::Report::new(asked, estimate, configuration.images),
            beside: beside.report(estimate),
        }
    }
}

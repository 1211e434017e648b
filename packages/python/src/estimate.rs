//! The energy of an image.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wattpix_core::caveat::Caveat;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Estimate, INTERVAL, Question, paper_beside};

use crate::coefficients::Coefficients;
use crate::refusal::refused;
use crate::settings::Settings;

/// An estimate with what was asked, defaults included.
#[derive(Debug, IntoPyObject)]
struct Answer {
    model: &'static str,
    model_label: &'static str,
    gpu: &'static str,
    gpu_label: &'static str,
    width: u32,
    height: u32,
    steps: u32,
    precision: &'static str,
    guidance: &'static str,
    execution: &'static str,
    batch: u32,
    text_tokens: u32,
    frames: Option<u32>,
    fps: Option<u32>,
    set_up: BTreeMap<&'static str, String>,
    boundary: &'static str,
    images: u64,
    fit: String,
    coefficients: u32,
    wh_per_image: f64,
    wh_low: f64,
    wh_high: f64,
    interval: f64,
    joules_per_image: f64,
    wh_per_second: Option<f64>,
    wh_total: f64,
    seconds_per_image: Option<f64>,
    watts: Option<f64>,
    memory_gb_needed: f64,
    paper: Option<Beside>,
    caveats: Vec<Note>,
}

/// Answer of the paper's own law.
#[derive(Debug, IntoPyObject)]
struct Beside {
    fit: String,
    wh_per_image: f64,
    wh_low: f64,
    wh_high: f64,
}

/// A caveat as values.
#[derive(Debug, IntoPyObject)]
struct Note {
    code: &'static str,
    message: String,
    axis: Option<&'static str>,
    interval_factor: Option<f64>,
}

impl Note {
    fn new(estimate: &Estimate, caveat: &Caveat) -> Self {
        Self {
            code: caveat.code(),
            message: caveat.to_string(),
            axis: caveat.axis().map(Key::name),
            interval_factor: estimate.caveat_factor(caveat),
        }
    }
}

impl Answer {
    fn new(coefficients: &Coefficients, configuration: &Configuration, estimate: &Estimate) -> Self {
        let Question { workload, gpu, boundary } = &estimate.question;
        Self {
            model: workload.model().id,
            model_label: workload.model().label,
            gpu: gpu.id,
            gpu_label: gpu.label,
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
            set_up: set_up(configuration),
            boundary: boundary.name(),
            images: configuration.images,
            fit: estimate.fit.id().to_owned(),
            coefficients: coefficients.version.number,
            wh_per_image: estimate.energy.watt_hours(),
            wh_low: estimate.low.watt_hours(),
            wh_high: estimate.high.watt_hours(),
            interval: INTERVAL,
            joules_per_image: estimate.energy.joules(),
            wh_per_second: estimate.per_second().map(|energy| energy.watt_hours()),
            wh_total: (estimate.energy * configuration.images as f64).watt_hours(),
            seconds_per_image: estimate.seconds,
            watts: estimate.power.map(|power| power.watts()),
            memory_gb_needed: estimate.memory_gb_needed(),
            paper: paper_beside(estimate).map(|paper| Beside {
                fit: paper.fit.id().to_owned(),
                wh_per_image: paper.energy.watt_hours(),
                wh_low: paper.low.watt_hours(),
                wh_high: paper.high.watt_hours(),
            }),
            caveats: estimate.caveats.iter().map(|caveat| Note::new(estimate, caveat)).collect(),
        }
    }
}

/// Settings in which the run is set up that differ from their defaults, as they are written.
fn set_up(configuration: &Configuration) -> BTreeMap<&'static str, String> {
    let keys = [
        Key::References,
        Key::ReferenceSize,
        Key::Strength,
        Key::Weights,
        Key::Sampler,
        Key::Offload,
        Key::VaeTiling,
        Key::Skipped,
        Key::GpuCount,
        Key::Parallel,
    ];
    keys.into_iter().filter_map(|key| Some((key.name(), configuration.written(key)?))).collect()
}

/// Estimates the energy of an image.
#[pyfunction]
#[pyo3(signature = (settings, coefficients=None, fit=None))]
pub fn estimate<'py>(
    py: Python<'py>,
    settings: &Bound<'py, PyDict>,
    coefficients: Option<u32>,
    fit: Option<(String, String)>,
) -> PyResult<Bound<'py, PyDict>> {
    let coefficients = Coefficients::new(coefficients, fit)?;
    let settings = Settings::from_dict(settings, coefficients.version)?;
    let configuration = settings.read(&[Key::Model, Key::Gpu]).map_err(refused)?;
    let estimate = coefficients.answer(&configuration).map_err(refused)?;
    Answer::new(&coefficients, &configuration, &estimate).into_pyobject(py)
}

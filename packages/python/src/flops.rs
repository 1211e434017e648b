//! Operations of one image, by component and kind of layer.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::{Choice, Key};
use wattpix_core::fit::Version;
use wattpix_core::flops::Flops;

use crate::refusal::refused;
use crate::settings::Settings;

/// Operations by kind of layer, exact.
#[derive(Debug, IntoPyObject)]
struct Operations {
    attention: u64,
    linear: u64,
    conv: u64,
}

impl From<Flops> for Operations {
    fn from(Flops { attention, linear, conv }: Flops) -> Self {
        Self { attention, linear, conv }
    }
}

/// Operations of an image with what was asked, defaults included.
#[derive(Debug, IntoPyObject)]
struct Counted {
    model: &'static str,
    width: u32,
    height: u32,
    steps: u32,
    guidance: &'static str,
    text_tokens: u32,
    passes: u32,
    text_encoder: Operations,
    denoiser_pass: Operations,
    decoder: Operations,
    denoising_share: f64,
    denoiser_parameters: u64,
    parameters: u64,
}

/// Counts the operations of an image.
#[pyfunction]
pub fn flops<'py>(py: Python<'py>, settings: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyDict>> {
    let settings = Settings::from_dict(settings, Version::current())?;
    let workload = settings.read(&[Key::Model]).map_err(refused)?.question.workload;
    let counted = FlopBreakdown::of(&workload);
    let model = workload.model();
    Counted {
        model: model.id,
        width: workload.size().width,
        height: workload.size().height,
        steps: workload.steps(),
        guidance: workload.guidance().name(),
        text_tokens: workload.text_tokens(),
        passes: counted.passes,
        text_encoder: counted.text_encoder.into(),
        denoiser_pass: counted.denoiser_pass.into(),
        decoder: counted.decoder.into(),
        denoising_share: counted.denoising_share(),
        denoiser_parameters: model.denoiser_parameters,
        parameters: model.parameters(),
    }
    .into_pyobject(py)
}

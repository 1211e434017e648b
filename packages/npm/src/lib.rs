//! The WebAssembly half of the JavaScript package `wattpix`: each function takes settings as JSON text and returns the object of `measure --json`
//! as JSON text. Classes, types and documentation are JavaScript's, in `js/`.

use serde::Serialize;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_core::error::Key;
use wattpix_core::fit::{BUNDLED, Version};
use wattpix_core::model;
use wattpix_core::report::{
    COUNTED, ExplanationReport, FitReport, FlopsReport, GpuReport, ModelReport, Request,
};

/// Returns the estimate of settings.
///
/// # Errors
/// The first setting that cannot be used, as every function here.
#[wasm_bindgen]
pub fn estimate(settings: &str) -> Result<String, String> {
    let answered = request(settings, &Request::names())?.answer().map_err(refused)?;
    text(&answered.report())
}

/// Returns the estimate of settings term by term.
///
/// # Errors
/// The first setting that cannot be used.
#[wasm_bindgen]
pub fn explain(settings: &str) -> Result<String, String> {
    let answered = request(settings, &Request::names())?.answer().map_err(refused)?;
    text(&ExplanationReport::new(&answered.estimate))
}

/// Returns the operations of settings.
///
/// # Errors
/// The first setting that cannot be used.
#[wasm_bindgen]
pub fn flops(settings: &str) -> Result<String, String> {
    let request = request(settings, &COUNTED.map(Key::name))?;
    let configuration = request.configuration(Version::current(), &[Key::Model]).map_err(refused)?;
    text(&FlopsReport::new(&configuration.question.workload))
}

/// Lists the models.
///
/// # Errors
/// None that can be provoked.
#[wasm_bindgen]
pub fn models() -> Result<String, String> {
    text(&model::every().map(ModelReport::from).collect::<Vec<_>>())
}

/// Lists the GPUs.
///
/// # Errors
/// None that can be provoked.
#[wasm_bindgen]
pub fn gpus() -> Result<String, String> {
    text(&wattpix_core::gpu::ALL.into_iter().map(GpuReport::from).collect::<Vec<_>>())
}

/// Lists the fits.
///
/// # Errors
/// None that can be provoked.
#[wasm_bindgen]
pub fn fits() -> Result<String, String> {
    text(&BUNDLED.iter().map(FitReport::from).collect::<Vec<_>>())
}

fn request(settings: &str, names: &[&str]) -> Result<Request, String> {
    let given: Map<String, Value> =
        serde_json::from_str(settings).map_err(|_| "settings must be an object".to_owned())?;
    Request::new(&given, names).map_err(refused)
}

fn text(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> String {
    error.to_string()
}

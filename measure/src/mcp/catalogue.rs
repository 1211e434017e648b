//! Tools that list what there is: models, GPUs and fits. Lists are without sources, so that an agent can read them; an entry asked for by its
//! id is whole.

use rmcp::model::JsonObject;
use serde::Serialize;
use serde_json::{Value, json};
use wattpix_core::fit::{self, Version};
use wattpix_core::report::{FitReport, GpuReport, ModelReport, Request};
use wattpix_core::{gpu, model};

use super::arguments::object;
use crate::command::gpus::Gpus;
use crate::command::models::Models;

const MODEL_NAMES: [(&str, &str); 2] = [
    ("id", "A single model with its sources: id, alias or a hub's name."),
    ("family", "Models of one family only, such as U-Net."),
];

const GPU_NAMES: [(&str, &str); 3] = [
    ("id", "A single GPU with its sources: id, alias or a driver's name."),
    ("maker", "GPUs of one maker only: nvidia, amd or intel."),
    ("architecture", "GPUs of one architecture only, such as Ada."),
];

const FIT_NAMES: [(&str, &str); 1] = [("id", "A single fit, whole, as its file.")];

pub fn models_input() -> JsonObject {
    input(&MODEL_NAMES)
}

pub fn models(given: &JsonObject) -> anyhow::Result<String> {
    let arguments = Request::new(given, &MODEL_NAMES.map(|(name, _)| name))?;
    if let Some(id) = arguments.get("id") {
        return Ok(serde_json::to_string(&ModelReport::from(model::find(id)?))?);
    }
    let family = arguments.get("family").map(str::to_owned);
    let chosen = Models { dimensions: None, family, json: true }.chosen()?;
    listed("models", chosen.into_iter().map(ModelReport::from))
}

pub fn gpus_input() -> JsonObject {
    input(&GPU_NAMES)
}

pub fn gpus(given: &JsonObject) -> anyhow::Result<String> {
    let arguments = Request::new(given, &GPU_NAMES.map(|(name, _)| name))?;
    if let Some(id) = arguments.get("id") {
        return Ok(serde_json::to_string(&GpuReport::from(gpu::find(id)?))?);
    }
    let [maker, architecture] = ["maker", "architecture"].map(|name| arguments.get(name).map(str::to_owned));
    let chosen = Gpus { maker, architecture, json: true }.chosen()?;
    listed("gpus", chosen.into_iter().map(GpuReport::from))
}

pub fn fits_input() -> JsonObject {
    input(&FIT_NAMES)
}

pub fn fits(given: &JsonObject) -> anyhow::Result<String> {
    let arguments = Request::new(given, &FIT_NAMES.map(|(name, _)| name))?;
    if let Some(id) = arguments.get("id") {
        return Ok(serde_json::to_string(fit::find(Version::current().fits(), id)?.file())?);
    }
    listed("fits", fit::BUNDLED.iter().map(FitReport::from))
}

fn input(names: &[(&str, &str)]) -> JsonObject {
    let properties: JsonObject = names
        .iter()
        .map(|(name, about)| ((*name).to_owned(), json!({ "type": "string", "description": about })))
        .collect();
    object([
        ("type", json!("object")),
        ("properties", Value::Object(properties)),
        ("additionalProperties", json!(false)),
    ])
}

/// Returns an object with a list of entries, without their sources.
fn listed(name: &str, entries: impl Iterator<Item = impl Serialize>) -> anyhow::Result<String> {
    let mut list = Vec::new();
    for entry in entries {
        let mut entry = serde_json::to_value(entry)?;
        if let Some(fields) = entry.as_object_mut() {
            fields.remove("sources");
        }
        list.push(entry);
    }
    Ok(json!({ name: list }).to_string())
}

//! BoAmps reports, by Boavizta's schema of a computing task's energy.
//!
//! <https://github.com/Boavizta/BoAmps/blob/3bfefec8446ee196d1723c0e35859eb7762da3c9/model/report_schema.json>, with those beside it. It has no field for
//! an interval, a boundary or embodied emissions: they are said in `taskDescription`, and `quality` is the narrowest of its three classes that holds
//! the interval.

use serde::Serialize;

use super::facts::RunFacts;
use crate::footprint::Range;
use crate::import::boamps::{ESTIMATED, OWN_METHOD};

/// Half-widths of BoAmps' classes of quality, as shares: "high (percentage error +/-10%), medium (percentage error +/-25%), low".
const HIGH_QUALITY: f64 = 0.10;
const MEDIUM_QUALITY: f64 = 0.25;

/// Parameters of a billion.
const BILLION: f64 = 1e9;

/// A report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BoampsReport {
    header: Header,
    task: Task,
    measures: [Measure; 1],
    infrastructure: Infrastructure,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Environment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    format_version_specification_uri: &'static str,
    report_datetime: String,
    report_status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Task {
    task_stage: &'static str,
    task_family: &'static str,
    nb_request: u64,
    algorithms: [Algorithm; 1],
    dataset: [Dataset; 2],
    task_description: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Algorithm {
    algorithm_type: &'static str,
    foundation_model_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    foundation_model_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters_number: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantization: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dataset {
    data_usage: &'static str,
    data_type: &'static str,
    data_quantity: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Measure {
    measurement_method: &'static str,
    version: String,
    gpu_tracking_mode: String,
    power_consumption: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    measurement_duration: Option<f64>,
    measurement_date_time: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Infrastructure {
    infra_type: &'static str,
    components: [Component; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    component_name: String,
    component_type: &'static str,
    nb_component: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_size: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Environment {
    country: &'static str,
    power_source_carbon_intensity: f64,
}

impl From<&RunFacts> for BoampsReport {
    fn from(facts: &RunFacts) -> Self {
        let output = if facts.is_video { "video" } else { "image" };
        let zone = &facts.electricity.zone;
        Self {
            header: Header {
                format_version_specification_uri: "https://github.com/Boavizta/BoAmps/tree/3bfefec8446ee196d1723c0e35859eb7762da3c9/model",
                report_datetime: spaced(&facts.time),
                report_status: "draft",
            },
            task: Task {
                task_stage: "inference",
                task_family: if facts.is_video { "video generation" } else { "image generation" },
                nb_request: facts.images,
                algorithms: [Algorithm {
                    algorithm_type: "diffusion model",
                    foundation_model_name: facts.model.clone(),
                    foundation_model_uri: facts
                        .hub_id
                        .as_ref()
                        .map(|id| ["https://huggingface.co/", id].concat()),
                    parameters_number: facts.parameters.map(|count| count as f64 / BILLION),
                    quantization: facts.precision.clone(),
                }],
                dataset: [
                    Dataset { data_usage: "input", data_type: "text", data_quantity: facts.images },
                    Dataset { data_usage: "output", data_type: output, data_quantity: facts.images },
                ],
                task_description: [&*facts.settings_line(), &*facts.remarks()].join(". "),
            },
            measures: [Measure {
                measurement_method: OWN_METHOD,
                version: facts.version.clone(),
                gpu_tracking_mode: facts.meter.clone().unwrap_or_else(|| ESTIMATED.to_owned()),
                power_consumption: facts.kwh.value,
                measurement_duration: facts.seconds,
                measurement_date_time: spaced(&facts.time),
            }],
            infrastructure: Infrastructure {
                infra_type: "other",
                components: [Component {
                    component_name: facts.gpu.clone(),
                    component_type: "gpu",
                    nb_component: facts.gpus,
                    memory_size: facts.memory_gb,
                }],
            },
            environment: (!zone.is_world()).then(|| Environment {
                country: zone.name,
                power_source_carbon_intensity: facts.electricity.grams_per_kwh(),
            }),
            quality: facts.meter.is_none().then(|| quality(facts.kwh)),
        }
    }
}

/// Returns the narrowest class that holds an interval.
fn quality(Range { value, low, high }: Range) -> &'static str {
    let share = (high / value - 1.0).max(1.0 - low / value);
    match share {
        _ if share <= HIGH_QUALITY => "high",
        _ if share <= MEDIUM_QUALITY => "medium",
        _ => "low",
    }
}

/// Returns a time as BoAmps writes it, `YYYY-MM-DD HH:MM:SS`.
fn spaced(time: &str) -> String {
    time.chars().take("2026-01-31T14:00:00".len()).collect::<String>().replace('T', " ")
}

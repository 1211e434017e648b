//! Tools that compute: estimates, comparisons, explanations and operation counts.

use anyhow::{Context as _, bail, ensure};
use rmcp::model::JsonObject;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use wattpix_core::error::{Choice as _, Key};
use wattpix_core::fit::Version;
use wattpix_core::report::{Answered, COUNTED, ExplanationReport, FlopsReport, Request};

use super::arguments::{object, schema};
use crate::command::estimate::Report;

/// Most configurations of a comparison.
const MOST_COMPARED: usize = 16;

/// Configurations side by side.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Compared<'a> {
    /// Boundary of every estimate.
    boundary: &'static str,
    /// Estimates in the order of the configurations.
    estimates: Vec<Report<'a>>,
    /// Energy of each image or clip over that of the first.
    wh_ratios: Vec<f64>,
}

fn answered(given: &JsonObject) -> anyhow::Result<Answered> {
    Ok(Request::new(given, &Request::names())?.answer()?)
}

pub fn estimate_input() -> JsonObject {
    schema(&Request::names(), &["model", "gpu"])
}

pub fn estimate(given: &JsonObject) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&Report::from(&answered(given)?))?)
}

pub fn explain(given: &JsonObject) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&ExplanationReport::new(&answered(given)?.estimate))?)
}

pub fn compare_input() -> JsonObject {
    let list = json!({
        "type": "array", "items": estimate_input(), "minItems": 2, "maxItems": MOST_COMPARED,
        "description": "Configurations, each with the arguments of the tool estimate.",
    });
    object([
        ("type", json!("object")),
        ("properties", json!({ "configurations": list })),
        ("required", json!(["configurations"])),
        ("additionalProperties", json!(false)),
    ])
}

pub fn compare(given: &JsonObject) -> anyhow::Result<String> {
    let Some(list) = given.get("configurations").and_then(Value::as_array) else {
        bail!("configurations is missing; give a list of objects with the arguments of the tool estimate");
    };
    ensure!(
        (2..=MOST_COMPARED).contains(&list.len()),
        "{} configurations; give from 2 to {MOST_COMPARED}",
        list.len()
    );
    let mut all = Vec::new();
    for (place, given) in list.iter().enumerate() {
        let number = place + 1;
        let given = given.as_object().with_context(|| format!("configuration {number} is not an object"))?;
        all.push(answered(given).with_context(|| format!("configuration {number}"))?);
    }
    let boundary = |answered: &Answered| answered.estimate.question.boundary.name();
    let Some(first) = all.first() else { bail!("no configuration") };
    if let Some(other) = all.iter().find(|other| boundary(other) != boundary(first)) {
        bail!(
            "boundaries {} and {} cannot be compared; give every configuration the same boundary",
            boundary(first),
            boundary(other)
        );
    }
    let ratio = |answered: &Answered| answered.estimate.energy.joules() / first.estimate.energy.joules();
    let compared = Compared {
        boundary: boundary(first),
        estimates: all.iter().map(Report::from).collect(),
        wh_ratios: all.iter().map(ratio).collect(),
    };
    Ok(serde_json::to_string(&compared)?)
}

pub fn flops_input() -> JsonObject {
    schema(&COUNTED.map(Key::name), &["model"])
}

pub fn flops(given: &JsonObject) -> anyhow::Result<String> {
    let request = Request::new(given, &COUNTED.map(Key::name))?;
    let configuration = request.configuration(Version::current(), &[Key::Model])?;
    Ok(serde_json::to_string(&FlopsReport::new(&configuration.question.workload))?)
}

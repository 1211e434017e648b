//! SPDX 3.0.1 documents with an AI package and its energy of inference.
//!
//! Profile: <https://spdx.github.io/spdx-spec/v3.0.1/model/AI/Classes/EnergyConsumption/>. `ai_inferenceEnergyConsumption` holds a quantity and a unit; the interval and the boundary are
//! properties of an extension (`extension_CdxPropertiesExtension`), caveats are `ai_limitation`. The format has no field for greenhouse gas or water.

use serde::Serialize;

use super::facts::RunFacts;

/// The context of the version.
const CONTEXT: &str = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";

/// Id of the creation that every element names.
const CREATION: &str = "_:creation";

/// A document.
#[derive(Debug, Serialize)]
pub struct SpdxFile {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: [Element; 4],
}

#[derive(Debug, Serialize)]
#[serde(tag = "type")]
enum Element {
    #[serde(rename_all = "camelCase")]
    CreationInfo {
        #[serde(rename = "@id")]
        id: &'static str,
        spec_version: &'static str,
        created: String,
        created_by: [String; 1],
    },
    #[serde(rename_all = "camelCase")]
    SoftwareAgent { spdx_id: String, creation_info: &'static str, name: String },
    #[serde(rename_all = "camelCase")]
    SpdxDocument {
        spdx_id: String,
        creation_info: &'static str,
        profile_conformance: [&'static str; 4],
        root_element: [String; 1],
        element: [String; 2],
    },
    #[serde(rename = "ai_AIPackage", rename_all = "camelCase")]
    AiPackage {
        spdx_id: String,
        creation_info: &'static str,
        name: String,
        description: String,
        #[serde(rename = "software_downloadLocation", skip_serializing_if = "Option::is_none")]
        download_location: Option<String>,
        #[serde(rename = "ai_typeOfModel")]
        type_of_model: [&'static str; 1],
        #[serde(rename = "ai_hyperparameter")]
        hyperparameter: Vec<DictionaryEntry>,
        #[serde(rename = "ai_limitation")]
        limitation: String,
        #[serde(rename = "ai_energyConsumption")]
        energy_consumption: EnergyConsumption,
        extension: [Properties; 1],
    },
}

#[derive(Debug, Serialize)]
#[serde(tag = "type")]
struct DictionaryEntry {
    key: String,
    value: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "ai_EnergyConsumption")]
struct EnergyConsumption {
    #[serde(rename = "ai_inferenceEnergyConsumption")]
    inference: [EnergyDescription; 1],
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "ai_EnergyConsumptionDescription")]
struct EnergyDescription {
    #[serde(rename = "ai_energyQuantity")]
    quantity: f64,
    #[serde(rename = "ai_energyUnit")]
    unit: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "extension_CdxPropertiesExtension")]
struct Properties {
    #[serde(rename = "extension_cdxProperty")]
    properties: Vec<Property>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "extension_CdxPropertyEntry")]
struct Property {
    #[serde(rename = "extension_cdxPropName")]
    name: &'static str,
    #[serde(rename = "extension_cdxPropValue")]
    value: String,
}

impl From<&RunFacts> for SpdxFile {
    fn from(facts: &RunFacts) -> Self {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-.".contains(c) { c } else { '-' };
        let stem: String = [&*facts.model, "-", &*facts.time].concat().chars().map(plain).collect();
        let id = |name: &str| ["https://spdx.org/spdxdocs/wattpix-", &stem, "#", name].concat();
        let mut properties = vec![
            ("wattpix:images", facts.images.to_string()),
            ("wattpix:gpu", facts.gpu.clone()),
            ("wattpix:gpus", facts.gpus.to_string()),
            ("wattpix:boundary", facts.boundary.clone()),
            ("wattpix:method", facts.method.clone()),
        ];
        if facts.meter.is_none() {
            properties.push(("wattpix:kwh_low", facts.kwh.low.to_string()));
            properties.push(("wattpix:kwh_high", facts.kwh.high.to_string()));
            properties.push(("wattpix:interval", crate::estimate::INTERVAL.to_string()));
        }
        let properties = properties.into_iter().map(|(name, value)| Property { name, value }).collect();
        let whole_seconds: String =
            facts.time.chars().take("2026-01-31T14:00:00".len()).chain(['Z']).collect();
        Self {
            context: CONTEXT,
            graph: [
                Element::CreationInfo {
                    id: CREATION,
                    spec_version: "3.0.1",
                    created: whole_seconds,
                    created_by: [id("tool")],
                },
                Element::SoftwareAgent {
                    spdx_id: id("tool"),
                    creation_info: CREATION,
                    name: ["Wattpix ", &facts.version].concat(),
                },
                Element::SpdxDocument {
                    spdx_id: id("document"),
                    creation_info: CREATION,
                    profile_conformance: ["core", "software", "ai", "extension"],
                    root_element: [id("model")],
                    element: [id("tool"), id("model")],
                },
                Element::AiPackage {
                    spdx_id: id("model"),
                    creation_info: CREATION,
                    name: facts.model_label.clone(),
                    description: format!(
                        "ai_inferenceEnergyConsumption is of {} generation{}, by the GPU alone.",
                        facts.images,
                        if facts.images == 1 { "" } else { "s" }
                    ),
                    download_location: facts
                        .hub_id
                        .as_ref()
                        .map(|id| ["https://huggingface.co/", id].concat()),
                    type_of_model: ["diffusion model"],
                    hyperparameter: facts
                        .settings
                        .iter()
                        .map(|(key, value)| DictionaryEntry { key: key.clone(), value: value.clone() })
                        .collect(),
                    limitation: facts.remarks(),
                    energy_consumption: EnergyConsumption {
                        inference: [EnergyDescription { quantity: facts.kwh.value, unit: "kilowattHour" }],
                    },
                    extension: [Properties { properties }],
                },
            ],
        }
    }
}

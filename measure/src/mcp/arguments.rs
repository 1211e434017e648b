//! Arguments of tools as texts, read by core's one parser, and their description as JSON Schema.

use anyhow::{Context as _, bail};
use clap::{Args as _, Command};
use rmcp::model::JsonObject;
use serde_json::{Value, json};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::Key;
use wattpix_core::excerpt::shortened;
use wattpix_core::fit::{VERSIONS, Version};
use wattpix_core::gpu::name_in_version;
use wattpix_core::report::Asked;

use crate::command::estimate::Estimates;
use crate::command::estimate::electricity::ElectricityOptions;
use crate::configuration::exact;

/// Name of the version of the coefficients.
const COEFFICIENTS: &str = "coefficients";

/// Arguments that ask for more than energy.
pub const ELECTRICITY: [&str; 5] = ["zone", "intensity", "pue", "price", "like"];

/// Settings of an operation count.
pub const COUNTED: [Key; 8] = [
    Key::Model,
    Key::Width,
    Key::Height,
    Key::Steps,
    Key::Guidance,
    Key::TextTokens,
    Key::Batch,
    Key::Frames,
];

/// Returns the names of the arguments of an estimate.
pub fn of_estimate() -> Vec<&'static str> {
    Key::ALL.map(Key::name).into_iter().chain([COEFFICIENTS]).chain(ELECTRICITY).collect()
}

/// Returns the schema of an object with these arguments, described as in `measure estimate --help`.
pub fn schema(names: &[&str], required: &[&str]) -> JsonObject {
    let options = Estimates::augment_args(Command::new("estimate"));
    let described = |name: &str| {
        match name {
        // Files are not read here.
        "gpu" => {
            "GPU id, alias or a driver's name; the tool gpus lists them. Or a description (watts:285;fp16:110;bandwidth:500).".to_owned()
        }
        "model" => "Model id, alias or a hub's name; the tool models lists them.".to_owned(),
        "fit" => "Fit id; the tool fits lists them [default: the fit that answers every question].".to_owned(),
        _ => {
            let option = options.get_arguments().find(|option| option.get_id() == name);
            option.and_then(|option| option.get_help()).map(ToString::to_string).unwrap_or_default()
        }
    }
    };
    let whole = |name: &str| Key::ALL.iter().any(|key| key.name() == name && key.is_whole());
    let properties: JsonObject = names
        .iter()
        .map(|&name| {
            let kinds = match name {
                "intensity" | "pue" | "price" => json!(["number", "string"]),
                "coefficients" => json!(["integer", "string"]),
                "guidance" => json!(["string", "boolean"]),
                _ if whole(name) => json!(["integer", "string"]),
                _ => json!("string"),
            };
            (name.to_owned(), json!({ "type": kinds, "description": described(name) }))
        })
        .collect();
    object([
        ("type", json!("object")),
        ("properties", Value::Object(properties)),
        ("required", json!(required)),
        ("additionalProperties", json!(false)),
    ])
}

/// Returns an object of these fields.
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> JsonObject {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Arguments of a call as texts, by name; `null` counts as not given.
pub struct Arguments(Vec<(String, String)>);

impl Arguments {
    /// Takes the values of an object.
    ///
    /// # Errors
    /// A name that is none of these, or a value that is no text, number or truth value.
    pub fn new(given: &JsonObject, names: &[&str]) -> anyhow::Result<Self> {
        let mut texts = Vec::new();
        for (name, value) in given {
            if !names.contains(&name.as_str()) {
                bail!("unknown argument '{}'; choose {}", shortened(name), names.join(", "));
            }
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(truth) => if *truth { "on" } else { "off" }.to_owned(),
                Value::Array(_) | Value::Object(_) => {
                    bail!("argument '{name}': expected text or a number, found a list or an object")
                }
            };
            texts.push((name.clone(), text));
        }
        Ok(Self(texts))
    }

    /// Returns the text of an argument.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, text)| text.as_str())
    }

    /// Returns the version of the coefficients.
    ///
    /// # Errors
    /// A version that there is not.
    pub fn version(&self) -> anyhow::Result<&'static Version> {
        let Some(text) = self.get(COEFFICIENTS) else { return Ok(Version::current()) };
        Version::find(text).with_context(|| {
            let known: Vec<String> = VERSIONS.iter().map(|version| version.number.to_string()).collect();
            format!("coefficients '{}': there are versions {}", shortened(text), known.join(", "))
        })
    }

    /// Returns the configuration, in which nothing is guessed.
    ///
    /// # Errors
    /// The first required setting that is missing, else the first value that cannot be used.
    pub fn configuration(&self, version: &Version, required: &[Key]) -> anyhow::Result<Configuration> {
        let mut typed = Typed::default();
        for key in Key::ALL {
            match self.get(key.name()) {
                Some(text) if key == Key::Gpu => typed.set(key, name_in_version(text.trim(), version.number)),
                Some(text) => typed.set(key, text),
                None => {}
            }
        }
        Ok(exact(&typed, required)?)
    }

    /// Returns the answers wanted beside the energy.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn electricity(&self) -> anyhow::Result<Asked> {
        let [zone, intensity, pue, price, like] = ELECTRICITY.map(|name| self.get(name).map(str::to_owned));
        ElectricityOptions { zone, intensity, pue, price, like }.read()
    }
}

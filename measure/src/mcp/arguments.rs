//! Arguments of tools, described as JSON Schema.

use clap::{Args as _, Command};
use rmcp::model::JsonObject;
use serde_json::{Value, json};
use wattpix_core::error::Key;

use crate::command::estimate::Estimates;

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
                "intensity" | "pue" | "price" | "strength" | "skipped" => json!(["number", "string"]),
                "coefficients" => json!(["integer", "string"]),
                "guidance" | "vae_tiling" => json!(["string", "boolean"]),
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

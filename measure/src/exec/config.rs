//! What was run, as declared on the command line or by the program itself.

use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use serde_json::{Map, Value};

use crate::observation::Observation;

/// One `key=value`, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Name.
    pub key: String,
    /// Value: whole numbers where the key wants them, else text.
    pub value: Value,
}

impl FromStr for Pair {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (key, value) = text
            .split_once('=')
            .with_context(|| format!("{text:?}: give key=value, for example steps=20"))?;
        ensure!(!key.is_empty() && !value.is_empty(), "{text:?}: key and value must not be empty");
        let whole = || -> anyhow::Result<Value> {
            let number: u32 =
                value.parse().with_context(|| format!("{key}={value}: {key} is a whole number"))?;
            ensure!(number > 0, "{key}={value}: {key} is at least 1");
            Ok(number.into())
        };
        let value = match key {
            "width" | "height" | "steps" | "batch" | "images" | "text_tokens" => whole()?,
            "seed" => {
                let seed: u64 =
                    value.parse().with_context(|| format!("seed={value}: seed is a whole number"))?;
                seed.into()
            }
            "guidance" if !matches!(value, "on" | "off") => {
                bail!("guidance={value}: guidance is on (two denoiser passes a step) or off")
            }
            "precision" if !matches!(value, "fp32" | "tf32" | "bf16" | "fp16" | "fp8") => {
                bail!("precision={value}: precisions are fp32, tf32, bf16, fp16, fp8")
            }
            _ => value.into(),
        };
        Ok(Self { key: key.to_owned(), value })
    }
}

/// Everything declared, later pairs replacing earlier ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config(Map<String, Value>);

/// What a row must say to be of use to a fit.
const NEEDED: [&str; 7] = ["model", "width", "height", "steps", "precision", "guidance", "images"];

/// Keys that have a field of their own in a row.
const FIELDS: [&str; 13] = [
    "model",
    "gpu",
    "width",
    "height",
    "steps",
    "precision",
    "guidance",
    "batch",
    "images",
    "text_tokens",
    "seed",
    "engine",
    "weights",
];

impl Config {
    /// Declares these.
    pub fn declare(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            self.0.insert(pair.key.clone(), pair.value.clone());
        }
    }

    /// Text, if declared.
    fn text(&self, key: &str) -> Option<String> {
        self.0.get(key).and_then(Value::as_str).map(str::to_owned)
    }

    /// A whole number, if declared.
    fn number(&self, key: &str) -> Option<u32> {
        self.0.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok())
    }

    /// What has no field of its own.
    fn others(&self) -> Map<String, Value> {
        self.0
            .iter()
            .filter(|(key, _)| !FIELDS.contains(&key.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    }

    /// Everything.
    #[must_use]
    pub fn all(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Fills a row's fields with what was declared.
    pub fn fill(&self, row: &mut Observation) {
        row.model = self.text("model");
        row.gpu = self.text("gpu").unwrap_or_else(|| std::mem::take(&mut row.gpu));
        row.width = self.number("width");
        row.height = self.number("height");
        row.steps = self.number("steps");
        row.precision = self.text("precision");
        row.guidance = self.text("guidance");
        row.batch = self.number("batch");
        row.images = self.number("images");
        row.text_tokens = self.number("text_tokens");
        row.seed = self.0.get("seed").and_then(Value::as_u64);
        row.engine = self.text("engine");
        row.weights = self.text("weights");
        row.config = self.others();
    }

    /// Whether a fit could use a row of this.
    #[must_use]
    pub fn complete(&self) -> bool {
        NEEDED.iter().all(|key| self.0.contains_key(*key))
    }

    /// The key of rows: `model/WxH/steps/precision/guidance/bN`, with `-` for what was not declared; and
    /// `exec/PROGRAM` where no model was.
    #[must_use]
    pub fn row_key(&self, program: &str) -> String {
        let Some(model) = self.text("model") else { return format!("exec/{program}") };
        let number = |key| self.number(key).map_or_else(|| "-".to_owned(), |n: u32| n.to_string());
        let text = |key| self.text(key).unwrap_or_else(|| "-".to_owned());
        let batch = self.number("batch").unwrap_or(1);
        format!(
            "{model}/{}x{}/{}/{}/{}/b{batch}",
            number("width"),
            number("height"),
            number("steps"),
            text("precision"),
            text("guidance")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_the_contract_and_values_are_checked() {
        let mut config = Config::default();
        assert_eq!(config.row_key("python3"), "exec/python3");
        let pairs =
            ["model=flux1-dev", "width=1024", "height=1024", "steps=20", "precision=bf16", "guidance=on"];
        config.declare(&pairs.map(|text| text.parse().unwrap()));
        assert_eq!(config.row_key("python3"), "flux1-dev/1024x1024/20/bf16/on/b1");
        assert!(!config.complete());
        config.declare(&["images=4".parse().unwrap(), "scheduler=euler".parse().unwrap()]);
        assert!(config.complete());
        assert_eq!(config.others().len(), 1);
        for wrong in ["steps=0", "steps=2.5", "guidance=yes", "precision=half", "=3", "width="] {
            assert!(wrong.parse::<Pair>().is_err(), "{wrong}");
        }
    }
}

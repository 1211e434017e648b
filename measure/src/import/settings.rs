//! Settings of an imported row: what the file states, and what a person declares of the rest.

use wattpix_core::import::run::Setting;
use wattpix_core::{gpu, model};

use crate::exec::config::{Config, Pair};
use crate::meter::Scope;
use crate::observation::gpu_id;

/// Settings that an imported row must have, each with how it is given. Nothing stands for one that is missing: whoever reads a file of another
/// program did not see what ran.
const NEEDED: [(&str, &str); 9] = [
    ("model", "an id of `measure models`"),
    ("gpu", "an id of `measure gpus`"),
    ("width", "pixels"),
    ("height", "pixels"),
    ("steps", "those that ran"),
    ("precision", "fp16, bf16, tf32, fp32 or fp8"),
    ("guidance", "on: two denoiser passes a step, or off"),
    ("batch", "images at a time"),
    ("images", "all images of the measurement"),
];

/// A setting that is missing, with how it is given: `--config steps=... (those that ran)`.
pub fn how_to_give(key: &str) -> String {
    let how = NEEDED.iter().find(|(known, _)| *known == key).map_or("", |(_, how)| how);
    format!("--config {key}=... ({how})")
}

/// Settings of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// All of them.
    pub config: Config,
    /// Keys that are missing.
    pub missing: Vec<&'static str>,
}

impl Settings {
    /// Joins what was declared with what the file states.
    ///
    /// # Errors
    /// A stated value that is none, or one that was declared otherwise: what a file states is not overruled.
    pub fn of(declared: &[Pair], stated: &[Setting]) -> Result<Self, String> {
        let mut config = Config::default();
        let declared: Vec<Pair> = declared.iter().cloned().map(by_id).collect();
        config.declare(&declared);
        let mut reported = Vec::new();
        for (key, value) in stated {
            let pair: Pair =
                format!("{key}={value}").parse().map_err(|error| format!("the file states {error:#}"))?;
            let pair = by_id(pair);
            if let Some(other) =
                declared.iter().rfind(|other| other.key == pair.key && other.value != pair.value)
            {
                return Err(format!(
                    "the file states {key}={value} and --config says {key}={}; leave that out, or import the file alone",
                    text(other)
                ));
            }
            reported.push(pair);
        }
        config.report(&reported);
        let missing =
            NEEDED.iter().map(|(key, _)| *key).filter(|key| !config.all().contains_key(*key)).collect();
        Ok(Self { config, missing })
    }
}

fn text(pair: &Pair) -> String {
    pair.value.as_str().map_or_else(|| pair.value.to_string(), str::to_owned)
}

/// A model or GPU by the id that estimates know; a GPU that the catalogue does not have by its name made an id.
fn by_id(pair: Pair) -> Pair {
    let name = text(&pair);
    let id = match &*pair.key {
        "model" => model::find(&name).map(|model| model.id.to_owned()).unwrap_or(name),
        "gpu" => gpu::find(&name).map_or_else(|_| gpu_id(&name, Scope::Gpu), |gpu| gpu.id.to_owned()),
        _ => return pair,
    };
    Pair { value: id.into(), ..pair }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<Pair> {
        text.split_whitespace().map(|pair| pair.parse().unwrap()).collect()
    }

    #[test]
    fn what_is_stated_stands_and_nothing_is_guessed() {
        let stated = [("gpu", "NVIDIA H100 80GB HBM3".to_owned()), ("steps", "25".to_owned())];
        let found = Settings::of(
            &pairs("model=stabilityai/stable-diffusion-xl-base-1.0 width=1024 gpu=H100"),
            &stated,
        )
        .unwrap();
        assert_eq!(found.missing, ["height", "precision", "guidance", "batch", "images"]);
        assert_eq!(
            (&found.config.all()["model"], &found.config.all()["gpu"]),
            (&"sdxl".into(), &"h100-sxm".into())
        );
        let refused = Settings::of(&pairs("steps=20"), &stated).unwrap_err();
        assert!(refused.contains("states steps=25 and --config says steps=20"), "{refused}");
        assert!(Settings::of(&[], &[("steps", "25.5".to_owned())]).unwrap_err().contains("whole number"));
    }
}

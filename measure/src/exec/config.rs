//! Settings of a run, as declared on the command line or by the program itself.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use serde_json::{Map, Value};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Key};
use wattpix_core::model::{self, Pixels};
use wattpix_core::observation::row::SETTINGS;
use wattpix_core::other_names::{SAME, UNCLEAR};
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::size_text::mapped_text;
use wattpix_core::words::Words;
use wattpix_core::{pipeline_size, sampler};

use crate::flag::Flag;
use crate::observation::Observation;

/// A `key=value`, checked.
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
        let key = own_spelling(key)?;
        let value = match key {
            "precision" => Precision::parse(Key::Precision, value)?.name(),
            "guidance" => Guidance::parse(Key::Guidance, value)
                .with_context(|| "guidance is on (two denoiser passes a step) or off")?
                .name(),
            _ => value,
        };
        let whole = || -> anyhow::Result<Value> {
            let number: u32 =
                value.parse().with_context(|| format!("{key}={value}: {key} is a whole number"))?;
            ensure!(number > 0, "{key}={value}: {key} is at least 1");
            Ok(number.into())
        };
        let value = match key {
            "width" | "height" | "steps" | "batch" | "images" | "text_tokens" | "passes" | "frames" => {
                whole()?
            }
            "seed" => {
                let seed: u64 =
                    value.parse().with_context(|| format!("seed={value}: seed is a whole number"))?;
                seed.into()
            }
            _ => value.into(),
        };
        Ok(Self { key: key.to_owned(), value })
    }
}

/// Other programs' keys for what is no setting of an estimate, each with ours.
const SPELLINGS: [(&str, &str); 2] = [("noise_seed", "seed"), ("sampler_name", "sampler")];

/// Says what to write in place of a key that does not say what a row has to say; `setting` is ours that it is about.
fn instead(setting: &str) -> &'static str {
    match setting {
        "guidance" => GUIDANCE,
        "model" => MODEL,
        "steps" => STEPS,
        "batch" => "batch= (images at a time) and images= (all images of the window)",
        "text_tokens" => "text_tokens= (what the denoiser sees)",
        _ => "width= and height=",
    }
}
const MODEL: &str = "model= (an id of `measure models`)";
const STEPS: &str = "steps= (those that run)";
const GUIDANCE: &str = "guidance=on (two denoiser passes a step) or guidance=off";

/// The key as rows have it. One that is another's, or only looks like one of ours, is never set aside in silence.
fn own_spelling(key: &str) -> anyhow::Result<&str> {
    if SETTINGS.contains(&key) {
        return Ok(key);
    }
    if let Some((_, own)) = SAME.iter().chain(&SPELLINGS).find(|(other, _)| *other == key) {
        return Ok(own);
    }
    // A prompt says by its presence that there is guidance, and by its text nothing.
    let unclear = UNCLEAR.iter().chain(&[("negative_prompt", "guidance")]);
    if let Some((_, setting)) = unclear.clone().find(|(other, _)| *other == key) {
        bail!("{key}: write {}", instead(setting));
    }
    let bare = |key: &str| key.to_lowercase().replace(['-', '_'], "").trim_end_matches('s').to_owned();
    let others = SAME.iter().chain(&SPELLINGS).chain(unclear).map(|(other, _)| other);
    if let Some(own) = SETTINGS.iter().chain(others).find(|own| bare(own) == bare(key)) {
        bail!("{key}: write {own}=");
    }
    Ok(key)
}

/// Everything declared, later pairs replacing earlier ones, and which of it the program itself reported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    all: Map<String, Value>,
    reported: BTreeSet<String>,
    /// Keys that were declared otherwise before the program reported them.
    otherwise: BTreeSet<String>,
}

/// The option of diffusers' pipelines that runs the size given where they would map it to a trained one.
const BINNING: &str = "use_resolution_binning";

/// Settings that a row must have to be of use to a fit.
const NEEDED: [&str; 7] = ["model", "width", "height", "steps", "precision", "guidance", "images"];

impl Config {
    /// Declares these.
    pub fn declare(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            self.all.insert(pair.key.clone(), pair.value.clone());
        }
    }

    /// Takes these as what the program itself reported.
    pub fn report(&mut self, pairs: &[Pair]) {
        // The last word on each key counts.
        let said: BTreeMap<&str, &Value> =
            pairs.iter().map(|pair| (pair.key.as_str(), &pair.value)).collect();
        for (key, value) in said {
            let before = self.all.get(key);
            if !self.reported.contains(key) && before.is_some_and(|before| before != value) {
                self.otherwise.insert(key.to_owned());
            }
            self.reported.insert(key.to_owned());
        }
        self.declare(pairs);
    }

    /// Returns the flags for differences between what was declared and what ran, and for settings that only the command line stated.
    #[must_use]
    pub fn doubts(&self) -> Vec<Flag> {
        let mut flags = Vec::new();
        if !self.otherwise.is_empty() {
            flags.push(Flag::RanOtherwise);
        }
        if NEEDED.iter().any(|key| self.all.contains_key(*key) && !self.reported.contains(*key)) {
            flags.push(Flag::DeclaredOnly);
        }
        flags
    }

    /// Returns the flags for settings that pipelines and samplers change in silence: another size or another number of passes.
    #[must_use]
    pub fn changed_in_silence(&self) -> Vec<Flag> {
        let mut flags = Vec::new();
        if self.mapped().is_some() {
            flags.push(Flag::SizeMapped);
        }
        let steps = self.number("steps");
        let a_step =
            self.text("guidance").and_then(|guidance| Guidance::parse(Key::Guidance, &guidance).ok());
        if let (Some(steps), Some(a_step)) = (steps, a_step.map(Guidance::passes_per_step)) {
            let of_sampler = || sampler::passes(&self.text("sampler")?, steps).map(|passes| passes * a_step);
            let passes = self.number("passes").or_else(of_sampler);
            if passes.is_some_and(|passes| passes != steps.saturating_mul(a_step)) {
                flags.push(Flag::OtherPasses);
            }
        }
        flags
    }

    /// The size declared and the one that diffusers' pipeline of the model runs in its place.
    fn mapped(&self) -> Option<[Pixels; 2]> {
        let binning = self.all.get(BINNING).and_then(Value::as_str);
        if binning
            .is_some_and(|binning| ["false", "off", "0"].iter().any(|off| binning.eq_ignore_ascii_case(off)))
        {
            return None;
        }
        let asked = Pixels { width: self.number("width")?, height: self.number("height")? };
        let runs = pipeline_size::runs(model::find(&self.text("model")?).ok()?, asked)?;
        Some([asked, runs])
    }

    /// Says what no fit takes of the settings, as a fit would say it, and which size diffusers' pipeline runs in the place of the one
    /// declared.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let text = |key: Key| match self.all.get(key.name()) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        // Models and GPUs that the catalogue does not know are told apart.
        if model::find(&text(Key::Model)).is_err() {
            return Vec::new();
        }
        let keys =
            [Key::Model, Key::Width, Key::Height, Key::Steps, Key::Batch, Key::TextTokens, Key::Frames];
        let given = keys.map(|key| (key, text(key)));
        let typed = given.iter().fold(Typed::default(), |typed, (key, text)| typed.with(*key, text));
        let (_, problems) = Configuration::read(&typed);
        let told: Vec<String> = problems
            .iter()
            .map(|problem| format!("no fit takes rows of these settings: {}", problem.error))
            .collect();
        if !told.is_empty() {
            return told;
        }
        let mapped = self.mapped().map(|sizes| sizes.map(Pixels::sides));
        mapped
            .map(|[asked, runs]| mapped_text(asked, runs, Words::ENGLISH))
            .map(|said| format!("{said}; rows say the size that was given [{}]", Flag::SizeMapped))
            .into_iter()
            .collect()
    }

    /// Text, if declared.
    fn text(&self, key: &str) -> Option<String> {
        self.all.get(key).and_then(Value::as_str).map(str::to_owned)
    }

    /// A whole number, if declared.
    fn number(&self, key: &str) -> Option<u32> {
        self.all.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok())
    }

    /// Returns the settings that have no field of their own.
    fn others(&self) -> Map<String, Value> {
        self.all
            .iter()
            .filter(|(key, _)| !SETTINGS.contains(&key.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    }

    /// Everything.
    #[must_use]
    pub fn all(&self) -> &Map<String, Value> {
        &self.all
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
        row.seed = self.all.get("seed").and_then(Value::as_u64);
        row.engine = self.text("engine");
        row.weights = self.text("weights");
        row.passes = self.number("passes");
        row.sampler = self.text("sampler");
        row.frames = self.number("frames");
        row.confirmed = self.reported.iter().cloned().collect();
        row.config = self.others();
    }

    /// True if a fit could use a row of this.
    #[must_use]
    pub fn complete(&self) -> bool {
        NEEDED.iter().all(|key| self.all.contains_key(*key))
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
        for (given, own) in [
            ("num_inference_steps=20", "steps"),
            ("dtype=torch.bfloat16", "precision"),
            ("batch_size=4", "batch"),
            ("model_id=sdxl", "model"),
            ("sampler_name=euler", "sampler"),
        ] {
            let pair: Pair = given.parse().unwrap();
            assert_eq!(pair.key, own);
            assert!(own != "precision" || pair.value == "bf16");
        }
        for unclear in [
            "guidance_scale=7.5",
            "cfg=1.0",
            "size=1024x1024",
            "Steps=20",
            "text-tokens=77",
            "step=20",
            "denoise=0.5",
            "ckpt_name=sd_xl_base_1.0.safetensors",
            "num-inference-steps=20",
            "numInferenceSteps=20",
            "guidanceScale=5",
        ] {
            let told = format!("{:#}", unclear.parse::<Pair>().unwrap_err());
            assert!(told.contains("write "), "{told}");
        }
        for wrong in ["steps=0", "steps=2.5", "guidance=yes", "precision=int8", "=3", "width="] {
            assert!(wrong.parse::<Pair>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_the_program_reports_is_what_ran() {
        let pairs = |text: &str| text.split(' ').map(|pair| pair.parse().unwrap()).collect::<Vec<Pair>>();
        let mut config = Config::default();
        config.declare(&pairs(
            "model=sdxl width=1024 height=1024 steps=20 precision=fp16 guidance=on images=4",
        ));
        assert_eq!(config.doubts(), [Flag::DeclaredOnly]);
        config.report(&pairs("model=sdxl width=1024 height=1024 steps=20 precision=bf16 guidance=on"));
        assert_eq!(config.doubts(), [Flag::RanOtherwise, Flag::DeclaredOnly]);
        assert_eq!(config.row_key("x"), "sdxl/1024x1024/20/bf16/on/b1");
        config.report(&pairs("images=4"));
        // What it says of its own accord later is a setting, not a contradiction.
        config.report(&pairs("steps=30"));
        assert_eq!(config.doubts(), [Flag::RanOtherwise]);
    }

    /// A configuration of these pairs.
    fn config(pairs: &[&str]) -> Config {
        let mut config = Config::default();
        config.declare(&pairs.iter().map(|text| text.parse().unwrap()).collect::<Vec<_>>());
        config
    }

    /// Sizes and passes are those of `tests/tests/pipeline_sizes.rs` and of the schedulers that `core::sampler` cites.
    #[test]
    fn what_pipelines_do_in_silence_is_flagged_and_told() {
        let full_hd = config(&["model=flux1-dev", "width=1920", "height=1080"]);
        assert_eq!(full_hd.changed_in_silence(), [Flag::SizeMapped]);
        assert!(
            full_hd.notes()[0].contains("no fit takes") && full_hd.notes()[0].ends_with("runs 1920 × 1072")
        );
        let pixart = ["model=pixart-sigma", "width=800", "height=608"];
        assert_eq!(config(&pixart).changed_in_silence(), [Flag::SizeMapped]);
        assert!(config(&pixart).notes()[0].contains("runs 1152 × 896"), "{:?}", config(&pixart).notes());
        for off in ["False", "off", "false"] {
            let off = format!("use_resolution_binning={off}");
            let told = [&pixart[..], &[&off]].concat();
            assert!(config(&told).changed_in_silence().is_empty() && config(&told).notes().is_empty());
        }
        assert!(config(&["model=mine", "width=800", "height=608", "sampler=mine"]).notes().is_empty());
        for (sampler, guidance, passes, flagged) in [
            ("heun", "on", None, true),
            ("DPM++ SDE Karras", "off", None, true),
            ("PNDMScheduler", "on", None, true),
            ("euler", "on", None, false),
            ("dpmpp_2m", "on", None, false),
            ("heun", "on", Some(78), true),
            ("heun", "on", Some(40), false),
            ("euler", "off", Some(21), true),
        ] {
            let mut pairs = vec!["steps=20".to_owned(), format!("guidance={guidance}")];
            pairs.extend(passes.map(|passes| format!("passes={passes}")));
            let mut config = config(&pairs.iter().map(String::as_str).collect::<Vec<_>>());
            config.declare(&[Pair { key: "sampler".to_owned(), value: sampler.into() }]);
            assert_eq!(
                config.changed_in_silence().contains(&Flag::OtherPasses),
                flagged,
                "{sampler} {passes:?}"
            );
        }
    }
}

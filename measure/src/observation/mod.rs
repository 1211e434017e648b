//! The observation file: a header line, then one JSON object a finished repeat, appended and flushed as it ends.
//!
//! Strict both ways: an unknown or missing field is an error that names file, line and field. What a line has to be is said by
//! `wattpix_core::observation`, which reads every line first: the page reads the same files.

mod device;
mod file;

use std::time::SystemTime;

use anyhow::Context;
pub use device::{facts_of_all, gpu_facts, gpu_id, hash};
pub use file::{Line, Writer, read, read_lines};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::flag::{Flag, UNFITTED, raise, valid};
use crate::idle::IdleAround;
use crate::meter::{Identity, MeterKind, PowerField, Scope};
use crate::window::{OfGpu, Window};

pub use wattpix_core::observation::SCHEMA;

/// Stage that a row's energy is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The whole image: text, denoising and decoding.
    Image,
    /// The text encoders.
    Text,
    /// The denoising steps.
    Denoise,
    /// The decoder.
    Decode,
    /// No work: idle power.
    Idle,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 5] = [Self::Image, Self::Text, Self::Denoise, Self::Decode, Self::Idle];

    /// The word in files and on marker lines.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Text => "text",
            Self::Denoise => "denoise",
            Self::Decode => "decode",
            Self::Idle => "idle",
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        Self::ALL
            .into_iter()
            .find(|stage| stage.word() == word)
            .with_context(|| format!("{word:?} is no stage; stages are image, text, denoise, decode, idle"))
    }
}

/// The first line of an observation file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Program and version.
    pub tool: String,
    /// The device, without anything that names the machine: see [`gpu_facts`].
    pub gpu: Map<String, Value>,
    /// Plan of the sweep, or the command and its settings.
    pub plan: Map<String, Value>,
}

/// A measured repeat. What was not declared or not measured is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Configuration, `model/WxH/steps/precision/guidance/bN`; repeats of one configuration share it.
    pub key: String,
    /// Repeat, from 1.
    pub repeat: u32,
    /// Model id.
    #[serde(deserialize_with = "given")]
    pub model: Option<String>,
    /// GPU id of the catalogue, or the driver's name made an id.
    pub gpu: String,
    /// Pixels.
    #[serde(deserialize_with = "given")]
    pub width: Option<u32>,
    /// Pixels.
    #[serde(deserialize_with = "given")]
    pub height: Option<u32>,
    /// Denoising steps.
    #[serde(deserialize_with = "given")]
    pub steps: Option<u32>,
    /// Precision.
    #[serde(deserialize_with = "given")]
    pub precision: Option<String>,
    /// `on` or `off`.
    #[serde(deserialize_with = "given")]
    pub guidance: Option<String>,
    /// Images at a time.
    #[serde(deserialize_with = "given")]
    pub batch: Option<u32>,
    /// Images made in the window.
    #[serde(deserialize_with = "given")]
    pub images: Option<u32>,
    /// Text tokens that the denoiser sees.
    #[serde(deserialize_with = "given")]
    pub text_tokens: Option<u32>,
    /// Seed.
    #[serde(deserialize_with = "given")]
    pub seed: Option<u64>,
    /// Software that made the images, with version.
    #[serde(deserialize_with = "given")]
    pub engine: Option<String>,
    /// `random` or where the weights came from.
    #[serde(deserialize_with = "given")]
    pub weights: Option<String>,
    /// Stage that the energy is of.
    pub stage: Stage,
    /// Wall time of the stated start, RFC 3339 with milliseconds, UTC.
    pub started: String,
    /// Seconds between the stated edges.
    pub duration_s: f64,
    /// Meter that was read.
    pub meter: MeterKind,
    /// Joules by the energy counter.
    #[serde(deserialize_with = "given")]
    pub counter_j: Option<f64>,
    /// Joules by integrating power.
    #[serde(deserialize_with = "given")]
    pub integrated_j: Option<f64>,
    /// Seconds between steps of the counter.
    #[serde(deserialize_with = "given")]
    pub meter_period_s: Option<f64>,
    /// Error bar of `gross_j` for the stated edges, joules; the sensor's gain is not in it.
    #[serde(deserialize_with = "given")]
    pub edge_error_j: Option<f64>,
    /// Idle power, watts.
    #[serde(deserialize_with = "given")]
    pub idle_w: Option<f64>,
    /// Energy with idle power in it, joules.
    #[serde(deserialize_with = "given")]
    pub gross_j: Option<f64>,
    /// `gross_j - idle_w x duration_s`, joules.
    #[serde(deserialize_with = "given")]
    pub net_j: Option<f64>,
    /// Temperature at start and end.
    #[serde(deserialize_with = "given")]
    pub temperature_c: Option<[u32; 2]>,
    /// Multiprocessor clock at start and end.
    #[serde(deserialize_with = "given")]
    pub sm_clock_mhz: Option<[u32; 2]>,
    /// Why clocks were held down.
    pub throttle: Vec<String>,
    /// Other processes on the device.
    pub others_on_gpu: u32,
    /// File with the readings, relative to the observation file.
    #[serde(deserialize_with = "given")]
    pub trace: Option<String>,
    /// True if the number may be used.
    pub valid: bool,
    /// Codes of what is wrong or worth knowing (see docs/metering.md).
    pub reasons: Vec<Flag>,
    /// Standard deviation of idle power, or half its change between before and after; watts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_spread_w: Option<f64>,
    /// Power reading that `integrated_j` integrates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_field: Option<PowerField>,
    /// Joules by integrating the one-second average, where it was recorded beside the instant reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integrated_average_j: Option<f64>,
    /// Device whose energy it is; absent means `gpu`. Energy of `cpu_package` never mixes with that of GPUs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// End of a command that failed: `exit 3`, `signal 9`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Denoiser passes of one image, as the program reported them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passes: Option<u32>,
    /// Sampler or scheduler, as it was declared or reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampler: Option<String>,
    /// Settings that the program itself reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<String>,
    /// Settings that a command declared beyond the fields above.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub config: Map<String, Value>,
    /// Energy of each GPU, where several were metered as one; the fields above are of all together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gpus: Vec<GpuShare>,
    /// Frames of a clip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames: Option<u32>,
}

/// Energy of one of several GPUs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GpuShare {
    /// GPU id of the catalogue, or the driver's name made an id.
    pub id: String,
    /// NVML's index.
    pub index: u32,
    /// SHA-256 of its unique id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid_sha256: Option<String>,
    /// Joules by the energy counter.
    pub counter_j: Option<f64>,
    /// Joules by integrating power.
    pub integrated_j: Option<f64>,
    /// Error bar of `gross_j` for the stated edges, joules.
    pub edge_error_j: Option<f64>,
    /// Energy with idle power in it, joules.
    pub gross_j: Option<f64>,
    /// File with its readings, relative to the observation file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// Codes of what is wrong with it or worth knowing.
    pub reasons: Vec<Flag>,
}

impl GpuShare {
    fn new(of: &OfGpu, scope: Scope) -> Self {
        let millijoules = |joules: Option<f64>| joules.map(|j| rounded(j, 1e3));
        Self {
            id: gpu_id(&of.name, scope),
            index: of.index,
            uuid_sha256: of.uuid.as_deref().map(hash),
            counter_j: millijoules(of.counter_j),
            integrated_j: millijoules(of.integrated_j),
            edge_error_j: millijoules(of.edge_error_j),
            gross_j: millijoules(of.gross_j),
            trace: None,
            reasons: of.flags.clone(),
        }
    }
}

impl Observation {
    /// A row of what was measured; what was run is left undeclared, for the caller to fill in. Net energy follows from
    /// idle power, which rows of [`Stage::Idle`] do not subtract from themselves.
    #[must_use]
    pub fn measured(
        identity: &Identity,
        mut window: Window,
        idle: Option<IdleAround>,
        stage: Stage,
        started: SystemTime,
    ) -> Self {
        let net_j: Option<f64> =
            if stage == Stage::Idle { None } else { IdleAround::net_j(idle.as_ref(), &mut window) };
        let millijoules = |joules: Option<f64>| joules.map(|j| rounded(j, 1e3));
        let gpus: Vec<GpuShare> = window.gpus.iter().map(|of| GpuShare::new(of, identity.scope)).collect();
        let mut ids: Vec<&str> = gpus.iter().map(|share| share.id.as_str()).collect();
        ids.dedup();
        let gpu = if ids.is_empty() { gpu_id(&identity.name, identity.scope) } else { ids.join("+") };
        let duration_s = window.duration_s();
        Self {
            gpu,
            counter_j: millijoules(window.counter_j),
            integrated_j: millijoules(window.integrated_j),
            meter_period_s: window.meter_period_s.map(|s| rounded(s, 1e6)),
            edge_error_j: millijoules(window.edge_error_j),
            idle_w: idle.map(|idle| rounded(idle.power_w, 1e4)),
            gross_j: millijoules(window.gross_j),
            net_j: millijoules(net_j),
            temperature_c: window.temperature_c,
            sm_clock_mhz: window.sm_clock_mhz,
            throttle: window.throttle.clone(),
            others_on_gpu: window.others,
            valid: window.valid() && window.gross_j.is_some(),
            power_field: window.power_field,
            integrated_average_j: millijoules(window.integrated_average_j),
            idle_spread_w: idle.and_then(|idle| idle.spread_w).map(|w| rounded(w, 1e4)),
            scope: (identity.scope != Scope::Gpu).then_some(identity.scope),
            gpus,
            reasons: {
                if !window.gpus.is_empty() && stage != Stage::Idle {
                    raise(&mut window.flags, Flag::SeveralGpus);
                }
                if net_j.is_some_and(|net_j| net_j <= 0.0) {
                    raise(&mut window.flags, Flag::NetNotPositive);
                }
                window.flags
            },
            ..Self::without_results(identity.meter, stage, timestamp(started), duration_s)
        }
    }

    /// Returns a row with its time and nothing else: no setting, no energy, not valid.
    #[must_use]
    pub fn without_results(meter: MeterKind, stage: Stage, started: String, duration_s: f64) -> Self {
        Self {
            key: String::new(),
            repeat: 1,
            model: None,
            gpu: String::new(),
            width: None,
            height: None,
            steps: None,
            precision: None,
            guidance: None,
            batch: None,
            images: None,
            text_tokens: None,
            seed: None,
            engine: None,
            weights: None,
            stage,
            started,
            duration_s: rounded(duration_s, 1e6),
            meter,
            counter_j: None,
            integrated_j: None,
            meter_period_s: None,
            edge_error_j: None,
            idle_w: None,
            gross_j: None,
            net_j: None,
            temperature_c: None,
            sm_clock_mhz: None,
            throttle: Vec::new(),
            others_on_gpu: 0,
            trace: None,
            valid: false,
            power_field: None,
            integrated_average_j: None,
            idle_spread_w: None,
            scope: None,
            ended: None,
            passes: None,
            sampler: None,
            confirmed: Vec::new(),
            config: Map::new(),
            gpus: Vec::new(),
            frames: None,
            reasons: Vec::new(),
        }
    }

    /// True if a fit could take it: valid, and nothing said against that.
    #[must_use]
    pub fn fitted(&self) -> bool {
        // A sweep on several GPUs is done when its rows are sound, though no law counts them yet.
        let counts_against = |flag: &&Flag| UNFITTED.contains(flag) && **flag != Flag::SeveralGpus;
        self.valid && !self.reasons.iter().any(|flag| counts_against(&flag))
    }

    /// Adds a reason; one that spoils makes the row invalid.
    pub fn add_reason(&mut self, flag: Flag) {
        raise(&mut self.reasons, flag);
        self.valid = self.valid && valid(&self.reasons);
    }
}

/// To that many parts of one: what lies below a meter's resolution is not worth printing.
fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// A field that may be null but must be there.
fn given<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Wall time as rows write it.
#[must_use]
pub fn timestamp(time: SystemTime) -> String {
    humantime::format_rfc3339_millis(time).to_string()
}

#[cfg(test)]
mod tests {
    use wattpix_core::observation::row;

    use super::*;

    fn words<W: Serialize>(all: &[W]) -> Vec<String> {
        all.iter().map(|one| serde_json::to_value(one).unwrap().as_str().unwrap().to_owned()).collect()
    }

    /// Files written here are read by `core`.
    #[test]
    fn files_and_their_reader_know_the_same_words() {
        assert_eq!(words(&Stage::ALL), row::STAGES);
        let meters =
            [MeterKind::Nvml, MeterKind::Rapl, MeterKind::Fake, MeterKind::Replay, MeterKind::Imported];
        assert_eq!(words(&meters), row::METERS);
        assert_eq!(words(&[MeterKind::Fake, MeterKind::Imported]), [row::FAKE, row::IMPORTED]);
        assert_eq!(words(&[PowerField::Instant, PowerField::Average, PowerField::Usage]), row::POWER_FIELDS);
        assert_eq!(words(&[Scope::Gpu, Scope::CpuPackage]), row::SCOPES);
    }
}

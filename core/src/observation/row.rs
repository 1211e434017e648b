//! A line of an observation file.

use super::SCHEMA;
use crate::excerpt::shortened;
use crate::flag::{Flag, Severity};
use crate::json::field::{At, Refusal, Strict};
use crate::json::{self, Json, Reading};
use crate::present::plain;
use crate::words::{Word, Words};

/// Stages that a row's energy can be of, as written in files.
pub const STAGES: [&str; 5] = ["image", "text", "denoise", "decode", "idle"];
/// Meters that a row can be read from, as written in files.
pub const METERS: [&str; 5] = ["nvml", "rapl", "fake", "replay", IMPORTED];
/// The meter whose rows can never become a shipped fit.
pub const FAKE: &str = "fake";
/// The meter of another program, whose file was imported.
pub const IMPORTED: &str = "imported";
/// Power readings that can be integrated, as written in files.
pub const POWER_FIELDS: [&str; 3] = ["instant", "average", "usage"];
/// Devices whose energy a row can hold, as written in files.
pub const SCOPES: [&str; 2] = ["gpu", "cpu_package"];

/// The header's fields.
pub const HEADER: [&str; 4] = ["schema", "tool", "gpu", "plan"];

/// Fields that state what was run.
pub const SETTINGS: [&str; 16] = [
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
    "passes",
    "sampler",
    "frames",
];

/// The row's fields.
pub const FIELDS: [&str; 44] = [
    "key",
    "repeat",
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
    "stage",
    "started",
    "duration_s",
    "meter",
    "counter_j",
    "integrated_j",
    "meter_period_s",
    "edge_error_j",
    "idle_w",
    "gross_j",
    "net_j",
    "temperature_c",
    "sm_clock_mhz",
    "throttle",
    "others_on_gpu",
    "trace",
    "valid",
    "reasons",
    "idle_spread_w",
    "power_field",
    "integrated_average_j",
    "scope",
    "ended",
    "config",
    "passes",
    "sampler",
    "confirmed",
    "gpus",
    "frames",
];

/// Fields of a checked row that fits use.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields of the file, by name")]
pub struct Row {
    pub key: String,
    pub repeat: u32,
    pub model: Option<String>,
    pub gpu: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub steps: Option<u32>,
    pub precision: Option<String>,
    pub guidance: Option<String>,
    pub batch: Option<u32>,
    pub images: Option<u32>,
    pub text_tokens: Option<u32>,
    pub passes: Option<u32>,
    pub sampler: Option<String>,
    pub frames: Option<u32>,
    pub engine: Option<String>,
    pub stage: &'static str,
    pub started: String,
    pub duration_s: f64,
    pub meter: &'static str,
    pub counter_j: Option<f64>,
    pub integrated_j: Option<f64>,
    pub integrated_average_j: Option<f64>,
    pub edge_error_j: Option<f64>,
    pub idle_w: Option<f64>,
    pub idle_spread_w: Option<f64>,
    pub gross_j: Option<f64>,
    pub net_j: Option<f64>,
    pub temperature_c: Option<[u32; 2]>,
    pub trace: Option<String>,
    pub scope: Option<&'static str>,
    pub valid: bool,
    pub reasons: Vec<Flag>,
}

/// Fields of a checked header that fits use.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// The program that wrote the file.
    pub tool: String,
    /// Power limit of the device in watts, or the one as delivered.
    pub limit_w: Option<f64>,
}

/// Reads the header.
///
/// # Errors
/// What is wrong, naming column or field.
pub fn header(line: &[u8], reading: Reading) -> Result<Head, String> {
    let words = reading.words;
    let tree = tree(line, words)?;
    let read = |at: At| {
        let header = at.object(&HEADER);
        let gpu = header.field("gpu").object_of_any();
        map(header.field("plan"));
        let limit = |name: &str| gpu.optional(name, At::number);
        let limit_w = limit("power_limit_w").or_else(|| limit("power_limit_default_w"));
        let tool = header.field("tool").text().to_owned();
        (header.field("schema").small(), Head { tool, limit_w: limit_w.filter(|limit| *limit > 0.0) })
    };
    let (schema, head) = Strict::read(&tree, reading, read).map_err(|refusal| said(refusal, words))?;
    if schema == SCHEMA {
        Ok(head)
    } else {
        let (given, known) = (schema.to_string(), SCHEMA.to_string());
        Err(words.say(Word::ROW_OTHER_SCHEMA, &[("given", &given), ("known", &known)]))
    }
}

fn tree(line: &[u8], words: Words) -> Result<Json<'_>, String> {
    json::parse(line).map_err(|fault| {
        let (column, reason) = ((fault.at + 1).to_string(), fault.tell(words));
        words.say(Word::READING_COLUMN, &[("column", &column), ("reason", &reason)])
    })
}

fn said((field, reason): Refusal, words: Words) -> String {
    [&field, words.text(Word::LANGUAGE_COLON), &reason].concat()
}

fn map(at: At) {
    at.object_of_any();
}

fn flag(at: At) -> Flag {
    let code = at.text();
    Flag::ALL.iter().find(|flag| flag.code() == code).copied().unwrap_or_else(|| {
        at.refuse(Word::ROW_UNKNOWN_REASON, &[&shortened(code)]);
        Flag::NoCounter
    })
}

fn owned(at: At) -> String {
    at.text().to_owned()
}

impl Row {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong, naming column or field.
    pub fn read(line: &[u8], reading: Reading) -> Result<Self, String> {
        let words = reading.words;
        let form = |reason: String| {
            let values = [("schema", &*SCHEMA.to_string()), ("reason", &reason)];
            words.say(Word::ROW_NO_OBSERVATION, &values)
        };
        let tree = tree(line, words).map_err(form)?;
        let row = Strict::read(&tree, reading, Self::of).map_err(|refusal| form(said(refusal, words)))?;
        row.check(words)?;
        Ok(row)
    }

    fn of(at: At) -> Self {
        let row = at.object(&FIELDS);
        // What no fit needs has to be sound all the same.
        row.nullable("weights", owned);
        row.nullable("meter_period_s", At::number);
        row.nullable("sm_clock_mhz", At::two_small);
        row.nullable("seed", At::large);
        row.field("throttle").texts();
        row.field("others_on_gpu").small();
        row.optional("power_field", |at| at.which(&POWER_FIELDS));
        row.optional("ended", owned);
        row.optional("confirmed", |at| at.list(owned));
        row.optional("gpus", |at| at.list(map));
        if row.has("config") {
            map(row.field("config"));
        }
        Self {
            key: owned(row.field("key")),
            repeat: row.field("repeat").small(),
            model: row.nullable("model", owned),
            gpu: owned(row.field("gpu")),
            width: row.nullable("width", At::small),
            height: row.nullable("height", At::small),
            steps: row.nullable("steps", At::small),
            precision: row.nullable("precision", owned),
            guidance: row.nullable("guidance", owned),
            batch: row.nullable("batch", At::small),
            images: row.nullable("images", At::small),
            text_tokens: row.nullable("text_tokens", At::small),
            passes: row.optional("passes", At::small),
            sampler: row.optional("sampler", owned),
            frames: row.optional("frames", At::small),
            engine: row.nullable("engine", owned),
            stage: row.field("stage").word(STAGES, STAGES),
            started: owned(row.field("started")),
            duration_s: row.field("duration_s").number(),
            meter: row.field("meter").word(METERS, METERS),
            counter_j: row.nullable("counter_j", At::number),
            integrated_j: row.nullable("integrated_j", At::number),
            integrated_average_j: row.optional("integrated_average_j", At::number),
            idle_w: row.nullable("idle_w", At::number),
            temperature_c: row.nullable("temperature_c", At::two_small),
            trace: row.nullable("trace", owned),
            edge_error_j: row.nullable("edge_error_j", At::number),
            idle_spread_w: row.optional("idle_spread_w", At::number),
            gross_j: row.nullable("gross_j", At::number),
            net_j: row.nullable("net_j", At::number),
            scope: row.optional("scope", |at| at.word(SCOPES, SCOPES)),
            valid: row.field("valid").bool(),
            reasons: row.field("reasons").list(flag),
        }
    }

    /// Checks what must hold beyond the form.
    fn check(&self, words: Words) -> Result<(), String> {
        if self.duration_s < 0.0 {
            return Err(words.say(Word::ROW_DURATION, &[("given", &plain(self.duration_s))]));
        }
        if self.valid && self.gross_j.is_none() {
            return Err(words.text(Word::ROW_NO_GROSS).to_owned());
        }
        if self.repeat == 0 {
            return Err(words.text(Word::ROW_REPEAT).to_owned());
        }
        let spoilt = self.reasons.iter().find(|flag| flag.severity() == Severity::Invalid);
        match spoilt.filter(|_| self.valid) {
            Some(flag) => Err(words.say(Word::ROW_SPOILT, &[("flag", flag.code())])),
            None => Ok(()),
        }
    }
}

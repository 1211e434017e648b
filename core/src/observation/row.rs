//! A line of an observation file.

use super::SCHEMA;
use crate::error::shortened;
use crate::flag::{Flag, Severity};
use crate::json::field::{At, Object, Refusal};
use crate::json::{self, Decimal, Json};
use crate::present::plain;

/// What a row's energy is of, by the word in files.
pub const STAGES: [&str; 5] = ["image", "text", "denoise", "decode", "idle"];
/// What was read, by the word in files.
pub const METERS: [&str; 4] = ["nvml", "rapl", "fake", "replay"];
/// The meter whose rows can never become a shipped fit.
pub const FAKE: &str = "fake";
/// Which power reading was integrated.
pub const POWER_FIELDS: [&str; 3] = ["instant", "average", "usage"];
/// Whose energy it is.
pub const SCOPES: [&str; 2] = ["gpu", "cpu_package"];

/// The header's fields.
pub const HEADER: [&str; 4] = ["schema", "tool", "gpu", "plan"];

/// The row's fields.
pub const FIELDS: [&str; 39] = [
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
];

/// What fits need of a row, after all of it was checked.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields of the file, by name")]
pub struct Row {
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
    pub engine: Option<String>,
    pub stage: &'static str,
    pub duration_s: f64,
    pub meter: &'static str,
    pub edge_error_j: Option<f64>,
    pub idle_spread_w: Option<f64>,
    pub gross_j: Option<f64>,
    pub net_j: Option<f64>,
    pub scope: Option<&'static str>,
    pub valid: bool,
    pub reasons: Vec<Flag>,
}

/// Reads the header and gives the tool that wrote the file.
///
/// # Errors
/// What is wrong, naming column or field.
pub fn header(line: &[u8], decimal: Decimal) -> Result<String, String> {
    let tree = tree(line)?;
    let header = At::whole(&tree, decimal).object(&HEADER).map_err(said)?;
    let read = || -> Result<(u32, String), Refusal> {
        let schema = header.field("schema")?.small()?;
        let tool = header.field("tool")?.text()?.to_owned();
        map(header.field("gpu")?)?;
        map(header.field("plan")?)?;
        Ok((schema, tool))
    };
    let (schema, tool) = read().map_err(said)?;
    if schema == SCHEMA {
        Ok(tool)
    } else {
        Err(format!("schema {schema}, this program reads schema {SCHEMA}; use the version that wrote it"))
    }
}

fn tree(line: &[u8]) -> Result<Json<'_>, String> {
    json::parse(line).map_err(|fault| format!("column {}: {}", fault.at + 1, fault.reason))
}

fn said((field, reason): Refusal) -> String {
    format!("{field}: {reason}")
}

fn map(at: At) -> Result<(), Refusal> {
    match at.json {
        Json::Object(_) => Ok(()),
        other => at.refuse(format!("stands {} where an object is needed", other.kind())),
    }
}

/// One of some words, as the static it is.
fn word(at: At, words: &'static [&'static str]) -> Result<&'static str, Refusal> {
    at.word(&words.iter().map(|word| (*word, *word)).collect::<Vec<_>>())
}

fn flag(at: At) -> Result<Flag, Refusal> {
    let code = at.text()?;
    match Flag::ALL.iter().find(|flag| flag.code() == code) {
        Some(flag) => Ok(*flag),
        None => {
            let place = format!("'{}' is no reason that is known; see docs/metering.md", shortened(code));
            at.refuse(place)
        }
    }
}

impl Row {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong, naming column or field.
    pub fn read(line: &[u8], decimal: Decimal) -> Result<Self, String> {
        let form = |reason: String| format!("not an observation of schema {SCHEMA}: {reason}");
        let tree = tree(line).map_err(form)?;
        let object = At::whole(&tree, decimal).object(&FIELDS).map_err(|refusal| form(said(refusal)))?;
        let row = Self::of(&object).map_err(|refusal| form(said(refusal)))?;
        row.check()?;
        Ok(row)
    }

    fn of(row: &Object) -> Result<Self, Refusal> {
        let text = |name: &str| row.nullable(name, |at| at.text().map(str::to_owned));
        let small = |name: &str| row.nullable(name, At::small);
        let number = |name: &str| row.nullable(name, At::number);
        // What no fit needs has to be sound all the same.
        for name in ["key", "started"] {
            row.field(name)?.text()?;
        }
        for name in ["weights", "trace"] {
            text(name)?;
        }
        for name in ["counter_j", "integrated_j", "meter_period_s", "idle_w"] {
            number(name)?;
        }
        for name in ["temperature_c", "sm_clock_mhz"] {
            row.nullable(name, |at| at.pair(At::small))?;
        }
        row.nullable("seed", At::large)?;
        row.field("throttle")?.list(At::owned)?;
        row.field("others_on_gpu")?.small()?;
        row.optional("power_field", |at| word(at, &POWER_FIELDS))?;
        row.optional("integrated_average_j", At::number)?;
        row.optional("ended", At::owned)?;
        if let Ok(config) = row.field("config") {
            map(config)?;
        }
        Ok(Self {
            repeat: row.field("repeat")?.small()?,
            model: text("model")?,
            gpu: row.field("gpu")?.text()?.to_owned(),
            width: small("width")?,
            height: small("height")?,
            steps: small("steps")?,
            precision: text("precision")?,
            guidance: text("guidance")?,
            batch: small("batch")?,
            images: small("images")?,
            text_tokens: small("text_tokens")?,
            engine: text("engine")?,
            stage: word(row.field("stage")?, &STAGES)?,
            duration_s: row.field("duration_s")?.number()?,
            meter: word(row.field("meter")?, &METERS)?,
            edge_error_j: number("edge_error_j")?,
            idle_spread_w: row.optional("idle_spread_w", At::number)?,
            gross_j: number("gross_j")?,
            net_j: number("net_j")?,
            scope: row.optional("scope", |at| word(at, &SCOPES))?,
            valid: row.field("valid")?.bool()?,
            reasons: row.field("reasons")?.list(flag)?,
        })
    }

    /// What must hold beyond the form.
    fn check(&self) -> Result<(), String> {
        if self.duration_s < 0.0 {
            return Err(format!("duration_s is {}, must be zero or more", plain(self.duration_s)));
        }
        if self.valid && self.gross_j.is_none() {
            return Err("valid is true but gross_j is null".to_owned());
        }
        if self.repeat == 0 {
            return Err("repeat is 0, repeats are counted from 1".to_owned());
        }
        let spoilt = self.reasons.iter().find(|flag| flag.severity() == Severity::Invalid);
        match spoilt.filter(|_| self.valid) {
            Some(flag) => Err(format!("valid is true but reasons hold {flag}, which makes a row invalid")),
            None => Ok(()),
        }
    }
}

//! A condition on rows, `KEY=VALUE`, and its test.

use std::collections::BTreeSet;
use std::fmt;

use wattpix_core::error::Choice;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model;
use wattpix_core::observation::Observed;
use wattpix_core::regress::timing::Timing;
use wattpix_core::setting::{Boundary, Execution, Guidance, Precision};
use wattpix_core::workload::Workload;

/// A property of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Key {
    Model,
    Gpu,
    Architecture,
    Size,
    Width,
    Height,
    Steps,
    Precision,
    Guidance,
    Batch,
    Images,
    TextTokens,
    Execution,
    Boundary,
    Source,
}

impl Key {
    /// Every key, in the order in which messages list them.
    pub const ALL: [Self; 15] = [
        Self::Model,
        Self::Gpu,
        Self::Architecture,
        Self::Size,
        Self::Width,
        Self::Height,
        Self::Steps,
        Self::Precision,
        Self::Guidance,
        Self::Batch,
        Self::Images,
        Self::TextTokens,
        Self::Execution,
        Self::Boundary,
        Self::Source,
    ];

    /// Returns the name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Gpu => "gpu",
            Self::Architecture => "architecture",
            Self::Size => "size",
            Self::Width => "width",
            Self::Height => "height",
            Self::Steps => "steps",
            Self::Precision => "precision",
            Self::Guidance => "guidance",
            Self::Batch => "batch",
            Self::Images => "images",
            Self::TextTokens => "text_tokens",
            Self::Execution => "execution",
            Self::Boundary => "boundary",
            Self::Source => "source",
        }
    }

    const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Width | Self::Height | Self::Steps | Self::Batch | Self::Images | Self::TextTokens
        )
    }
}

/// Values that a row may have.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// A number between two, both included.
    Between(u64, u64),
    /// A word, in any case.
    Word(String),
}

/// A property with the values that it may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The property.
    pub key: Key,
    /// Values, one of which the row must have.
    pub wanted: Vec<Wanted>,
}

/// A row, as conditions see it. What it does not have, such as the boundary of a duration, no condition asks of it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    workload: &'a Workload,
    gpu: &'static Gpu,
    source: &'a str,
    boundary: Option<Boundary>,
    images: Option<u64>,
}

impl<'a> From<&'a Observed> for Seen<'a> {
    fn from(row: &'a Observed) -> Self {
        Self {
            workload: &row.workload,
            gpu: row.gpu,
            source: &row.source,
            boundary: Some(row.boundary),
            images: Some(row.images),
        }
    }
}

impl<'a> From<&'a Timing> for Seen<'a> {
    fn from(timing: &'a Timing) -> Self {
        Self {
            workload: &timing.workload,
            gpu: timing.gpu,
            source: &timing.source,
            boundary: None,
            images: None,
        }
    }
}

impl Condition {
    /// Reads `KEY=VALUE`, where the value may be several between commas, and a number may be a range `LOW..HIGH`.
    ///
    /// # Errors
    /// Says what was given and what is allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, values) = text
            .split_once('=')
            .ok_or_else(|| format!("'{text}' has no '='; write KEY=VALUE, such as steps=20"))?;
        let given = name.trim().to_lowercase().replace('-', "_");
        let key = Key::ALL.into_iter().find(|key| key.name() == given).ok_or_else(|| {
            let keys = Key::ALL.map(Key::name).join(", ");
            format!("no key '{}'; keys are {keys}", name.trim())
        })?;
        let wanted =
            values.split(',').map(|value| key.wanted(value.trim())).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { key, wanted })
    }

    /// True if a row meets it.
    pub fn holds(&self, row: &Seen) -> bool {
        let met = |wanted: &Wanted| match wanted {
            Wanted::Between(low, high) => {
                self.key.number(row).is_none_or(|number| (*low..=*high).contains(&number))
            }
            Wanted::Word(word) => {
                self.key.word(row).is_none_or(|value| value.to_lowercase() == word.to_lowercase())
            }
        };
        self.wanted.iter().any(met)
    }

    /// The values that rows have of this key, each once, in their order.
    pub fn values<'a>(&self, rows: impl Iterator<Item = Seen<'a>>) -> Vec<String> {
        let value = |row: Seen| (self.key.number(&row), self.key.word(&row).unwrap_or_default());
        let values: BTreeSet<(Option<u64>, String)> = rows.map(value).collect();
        values.into_iter().map(|(number, word)| number.map_or(word, |number| number.to_string())).collect()
    }
}

impl Key {
    fn wanted(self, value: &str) -> Result<Wanted, String> {
        if value.is_empty() {
            return Err(format!("{} has an empty value", self.name()));
        }
        if self.is_number() {
            let number = |text: &str| {
                text.trim().parse::<u64>().map_err(|_| {
                    format!("{}: expected a whole number or a range LOW..HIGH, found '{value}'", self.name())
                })
            };
            let (low, high) = match value.split_once("..") {
                Some((low, high)) => (number(low)?, number(high.trim_start_matches('='))?),
                None => (number(value)?, number(value)?),
            };
            if low > high {
                return Err(format!(
                    "{}: {low}..{high} holds no number; give the lower one first",
                    self.name()
                ));
            }
            return Ok(Wanted::Between(low, high));
        }
        let word = match self {
            Self::Model => model::find(value).map_err(|error| error.to_string())?.id.to_owned(),
            Self::Gpu => gpu::find(value).map_err(|error| error.to_string())?.id.to_owned(),
            Self::Precision => self.choice::<Precision>(value)?,
            Self::Guidance => self.choice::<Guidance>(value)?,
            Self::Boundary => self.choice::<Boundary>(value)?,
            Self::Execution => self.choice::<Execution>(value)?,
            Self::Size => size(value)?,
            _ => value.to_owned(),
        };
        Ok(Wanted::Word(word))
    }

    fn choice<C: Choice>(self, value: &str) -> Result<String, String> {
        let names: Vec<&str> = C::ALL.iter().map(|(name, _)| *name).collect();
        let lower = value.to_lowercase();
        if names.contains(&lower.as_str()) {
            return Ok(lower);
        }
        Err(format!("{}: no '{value}'; it is one of {}", self.name(), names.join(", ")))
    }

    fn number(self, row: &Seen) -> Option<u64> {
        let workload = row.workload;
        Some(match self {
            Self::Width => workload.size().width.into(),
            Self::Height => workload.size().height.into(),
            Self::Steps => workload.steps().into(),
            Self::Batch => workload.batch().into(),
            Self::Images => row.images?,
            Self::TextTokens => workload.text_tokens().into(),
            _ => return None,
        })
    }

    fn word(self, row: &Seen) -> Option<String> {
        let workload = row.workload;
        Some(match self {
            Self::Model => workload.model().id.to_owned(),
            Self::Gpu => row.gpu.id.to_owned(),
            Self::Architecture => workload.model().denoiser.family().label().to_owned(),
            Self::Size => {
                let size = workload.size();
                format!("{}x{}", size.width, size.height)
            }
            Self::Precision => workload.precision().name().to_owned(),
            Self::Guidance => workload.guidance().name().to_owned(),
            Self::Execution => workload.execution().name().to_owned(),
            Self::Boundary => row.boundary?.name().to_owned(),
            Self::Source => row.source.to_owned(),
            _ => return None,
        })
    }
}

/// `1024` or `1024x768`, as `WIDTHxHEIGHT`.
fn size(value: &str) -> Result<String, String> {
    let lower = value.to_lowercase().replace('×', "x");
    let (width, height) = lower.split_once('x').unwrap_or((&lower, &lower));
    let side = |text: &str| {
        text.trim().parse::<u32>().map_err(|_| format!("size: expected 1024 or 1024x768, found '{value}'"))
    };
    Ok(format!("{}x{}", side(width)?, side(height)?))
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = |wanted: &Wanted| match wanted {
            Wanted::Between(low, high) if low == high => low.to_string(),
            Wanted::Between(low, high) => format!("{low}..{high}"),
            Wanted::Word(word) => word.clone(),
        };
        write!(f, "{}={}", self.key.name(), self.wanted.iter().map(wanted).collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::regress::table;

    use super::*;

    fn row(line: &str) -> Observed {
        let text = format!("model,gpu,width,height,steps,precision,energy_j,source\n{line}\n");
        table::read("t.csv", text.as_bytes()).unwrap().rows.remove(0)
    }

    #[test]
    fn conditions_hold_as_people_write_them() {
        let row = row("flux1-dev,h100,1024,768,28,bf16,5000,ML.ENERGY v2");
        for (text, holds) in [
            ("steps=28", true),
            ("steps=10..28", true),
            ("steps=10,20", false),
            ("size=1024x768", true),
            ("size=1024", false),
            ("SIZE = 1024×768", true),
            ("gpu=a100,h100", true),
            ("precision=fp16", false),
            ("source=ml.energy V2", true),
            ("architecture=mmdit", true),
            ("text-tokens=512", true),
            ("images=1", true),
            ("boundary=gross", false),
        ] {
            let condition = Condition::parse(text).unwrap();
            assert_eq!(condition.holds(&Seen::from(&row)), holds, "{text}, read as {condition}");
            assert_eq!(Condition::parse(&condition.to_string()).unwrap(), condition, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_with_what_is_allowed() {
        for (text, said) in [
            ("steps", "no '='"),
            ("step=3", "keys are model, gpu"),
            ("steps=many", "whole number or a range"),
            ("steps=30..10", "lower one first"),
            ("precision=fp17", "one of fp16"),
            ("model=flux9", "flux9"),
            ("size=big", "1024x768"),
            ("source=", "empty"),
        ] {
            let error = Condition::parse(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}

//! A row of one stage: configuration, engine, joules and seconds.

use serde::Serialize;
use wattpix_core::observation::row::Row;

use crate::evidence::Counted;

/// Joules and seconds spent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spent {
    /// Seconds.
    pub seconds: f64,
    /// Joules.
    pub joules: f64,
}

/// Configuration: everything but the engine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Configuration {
    pub(super) model: String,
    pub(super) pixels: (u32, u32),
    pub(super) steps: u32,
    pub(super) precision: String,
    pub(super) guidance: String,
    pub(super) batch: u32,
    pub(super) text_tokens: u32,
    pub(super) gpu: String,
}

/// Seconds and joules of one image in one stage, over all windows of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) images: f64,
    pub(super) seconds: f64,
    pub(super) joules: f64,
}

impl Sums {
    /// Returns what one image takes.
    pub(super) fn each(self) -> Spent {
        Spent { seconds: self.seconds / self.images, joules: self.joules / self.images }
    }
}

/// The row as it is summed, or why it cannot be.
pub(super) fn taken(row: &Row, counted: Counted) -> Result<(Configuration, String, Sums), String> {
    if !row.valid {
        let reasons: Vec<&str> = row.reasons.iter().map(|flag| flag.code()).collect();
        return Err(format!("marked invalid: {}", reasons.join(", ")));
    }
    let missing = |what: &str| format!("{what} is null");
    let joules = match counted {
        Counted::Gross => row.gross_j.ok_or_else(|| missing("gross_j"))?,
        Counted::Net => row.net_j.ok_or_else(|| missing("net_j"))?,
    };
    let images = f64::from(row.images.filter(|images| *images > 0).ok_or_else(|| missing("images"))?);
    let configuration = Configuration {
        model: row.model.clone().ok_or_else(|| missing("model"))?,
        pixels: row.width.zip(row.height).ok_or_else(|| missing("width or height"))?,
        steps: row.steps.filter(|steps| *steps > 0).ok_or_else(|| missing("steps"))?,
        precision: row.precision.clone().ok_or_else(|| missing("precision"))?,
        guidance: row.guidance.clone().ok_or_else(|| missing("guidance"))?,
        batch: row.batch.unwrap_or(1),
        text_tokens: row.text_tokens.unwrap_or(0),
        gpu: row.gpu.clone(),
    };
    let engine = row.engine.clone().ok_or_else(|| missing("engine"))?;
    Ok((configuration, engine, Sums { images, seconds: row.duration_s, joules }))
}

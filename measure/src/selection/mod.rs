//! Selection of rows by a command: `--model`, `--gpu` and `--where KEY=VALUE`.
//!
//! - [`condition`] — one `KEY=VALUE`, and whether a row meets it.

pub mod condition;

use anyhow::bail;
use clap::Args;
use wattpix_core::observation::Observed;
use wattpix_core::regress::timing::Timing;
use wattpix_core::{gpu, model};

use condition::{Condition, Key, Seen, Wanted};

/// A subset of rows, as several commands take it.
#[derive(Debug, Clone, Default, Args)]
pub struct Selection {
    /// Take only rows of this model; may be repeated.
    #[arg(long, value_name = "MODEL")]
    pub model: Vec<String>,
    /// Take only rows of this GPU; may be repeated.
    #[arg(long, value_name = "GPU")]
    pub gpu: Vec<String>,
    /// Take only rows where KEY has one of these values, as steps=20,50, steps=10..30, size=1024, source="ML.ENERGY v2"; may be repeated, then
    /// all must hold. Keys: model, gpu, architecture, size, width, height, steps, precision, guidance, batch, images, text_tokens,
    /// execution, boundary, source.
    #[arg(long = "where", value_name = "KEY=VALUE", value_parser = Condition::parse)]
    pub conditions: Vec<Condition>,
}

impl Selection {
    /// Everything that must hold.
    ///
    /// # Errors
    /// A model or GPU that the catalogue does not have.
    pub fn all(&self) -> anyhow::Result<Vec<Condition>> {
        let mut all = Vec::new();
        if !self.model.is_empty() {
            let found = self.model.iter().map(|id| model::find(id)).collect::<Result<Vec<_>, _>>()?;
            let wanted = found.into_iter().map(|model| Wanted::Word(model.id.to_owned())).collect();
            all.push(Condition { key: Key::Model, wanted });
        }
        if !self.gpu.is_empty() {
            let found = self.gpu.iter().map(|id| gpu::find(id)).collect::<Result<Vec<_>, _>>()?;
            let wanted = found.into_iter().map(|gpu| Wanted::Word(gpu.id.to_owned())).collect();
            all.push(Condition { key: Key::Gpu, wanted });
        }
        all.extend(self.conditions.iter().cloned());
        Ok(all)
    }
}

/// Keeps the rows and timings that meet every condition and returns how many rows did not.
///
/// # Errors
/// No row is left: names the first condition that the last rows fail, and the values that they have.
pub fn select(
    conditions: &[Condition],
    rows: &mut Vec<Observed>,
    timings: &mut Vec<Timing>,
    law_rows: &mut Vec<Observed>,
) -> anyhow::Result<usize> {
    let all = rows.len();
    for condition in conditions {
        let before: Vec<String> = condition.values(rows.iter().map(Seen::from));
        rows.retain(|row| condition.holds(&Seen::from(row)));
        timings.retain(|timing| condition.holds(&Seen::from(timing)));
        law_rows.retain(|row| condition.holds(&Seen::from(row)));
        if rows.is_empty() && all > 0 {
            bail!(
                "no row has {condition}; the rows{} have {} {}",
                if conditions.len() > 1 { " that meet what was asked before it" } else { "" },
                condition.key.name(),
                shortened(&before)
            );
        }
    }
    Ok(all - rows.len())
}

/// Values that a message lists.
const SHOWN: usize = 12;

fn shortened(values: &[String]) -> String {
    let shown = values.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match values.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

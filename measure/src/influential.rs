//! The rows that decide a fit most and those that it does not describe, as several commands tell them.

use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::observation::Observed;
use wattpix_core::present::{fixed, significant, whole};
use wattpix_core::regress::fitting::Method;
use wattpix_core::regress::influence::{Influence, influence};
use wattpix_core::regress::refusal::Refusal;

use crate::output::counted;

/// Rows with so many times the mean leverage are worth a look (Hoaglin and Welsch 1978, Amer. Statist. 32:17).
const HIGH_LEVERAGE: f64 = 2.0;

/// Rows that are listed of a kind.
const SHOWN: usize = 5;

/// The influence of every row on a fit.
#[derive(Debug, Clone)]
pub struct Influential {
    rows: Vec<Influence>,
}

/// A row of a fit, for tables.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct InfluenceRow<'a> {
    pub law: &'static str,
    pub place: &'a str,
    pub configuration: String,
    pub measured_j: f64,
    pub residual_ln: f64,
    pub leverage: f64,
    pub studentised: f64,
    pub outlier: bool,
}

impl Influential {
    /// The influence of rows on a fit of them; `None` for laws that rest on more than these rows.
    ///
    /// # Errors
    /// As the fit itself.
    pub fn new(rows: &[&Observed], fit: &Fit, method: Method) -> Result<Option<Self>, Refusal> {
        Ok(influence(rows, fit, method)?.map(|rows| Self { rows }))
    }

    /// Every row, for a table.
    pub fn table<'a>(&self, rows: &'a [&Observed], method: Method) -> Vec<InfluenceRow<'a>> {
        let row = |one: &Influence| InfluenceRow {
            law: method.name(),
            place: &rows[one.row].place,
            configuration: rows[one.row].to_string(),
            measured_j: rows[one.row].energy.joules(),
            residual_ln: one.residual,
            leverage: one.leverage,
            studentised: one.studentised,
            outlier: one.is_outlier,
        };
        self.rows.iter().map(row).collect()
    }

    /// Leverage and outliers, a sentence a line.
    pub fn lines(&self, rows: &[&Observed]) -> Vec<String> {
        let mut lines = Vec::new();
        let sum: f64 = self.rows.iter().map(|row| row.leverage).sum();
        let mean = sum / self.rows.len().max(1) as f64;
        let mut by_leverage: Vec<&Influence> = self.rows.iter().collect();
        by_leverage.sort_by(|one, other| other.leverage.total_cmp(&one.leverage));
        let high = by_leverage.iter().filter(|row| row.leverage > HIGH_LEVERAGE * mean).count();
        lines.push(format!(
            "leverage: mean {}, {} of {} above twice the mean",
            significant(mean, 2),
            counted(high, "row"),
            whole(self.rows.len() as u64)
        ));
        for one in by_leverage.iter().take(high.min(SHOWN)) {
            let row = rows[one.row];
            lines.push(format!("  {}: leverage {}, {row}", row.place, fixed(one.leverage, 2)));
        }
        let mut outliers: Vec<&Influence> = self.rows.iter().filter(|row| row.is_outlier).collect();
        outliers.sort_by(|one, other| other.studentised.abs().total_cmp(&one.studentised.abs()));
        lines.push(format!(
            "outliers: {} beyond what chance allows (studentised residual, Bonferroni at 5 %)",
            counted(outliers.len(), "row")
        ));
        for one in outliers.iter().take(SHOWN) {
            let row = rows[one.row];
            lines.push(format!(
                "  {}: {} times what the fit gives (studentised {}), {row}",
                row.place,
                significant(one.residual.exp(), 3),
                fixed(one.studentised, 1)
            ));
        }
        if let Some(more) = outliers.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            lines.push(format!("  and {more} more"));
        }
        lines
    }
}

//! Choice of the law that fills the tables of a report, with the reason in a sentence.

use wattpix_core::error::Choice;
use wattpix_core::present::{fixed, whole};

use super::Report;
use crate::validation::ranked;

/// Why the first fit is the first.
pub(super) fn reason(report: &Report) -> Option<String> {
    let (law, _) = report.fits.first()?;
    let chosen = law.method(report.response);
    let name = chosen.name();
    let ranked = ranked(&report.validations);
    let Some((best, of_best)) = ranked.first().filter(|(best, _)| best.method == chosen) else {
        return Some(format!(
            "The tables below are filled by the {name} law, the first that could be fitted: these rows allow no cross-validation of it."
        ));
    };
    let factor = fixed(of_best.agreement.mae_ln.exp(), 3);
    let others: Vec<String> = ranked[1..]
        .iter()
        .map(|(other, summary)| {
            let factor = fixed(summary.agreement.mae_ln.exp(), 3);
            let missing = best.predictions.len() - other.predictions.len();
            let fewer = match missing {
                0 => String::new(),
                _ => format!(", and not for {} rows", whole(missing as u64)),
            };
            format!("the {} law by {factor}{fewer}", other.method.name())
        })
        .collect();
    let over = match others.is_empty() {
        true => "no other law was asked for".to_owned(),
        false => format!("{}: it is the best of these", others.join(", ")),
    };
    Some(format!(
        "The tables below are filled by the {name} law. With each {} left out in turn, it predicts {} rows that it has not seen by a typical factor of {factor}; {over}.",
        best.split.by(),
        whole(of_best.agreement.n as u64),
    ))
}

//! Explanation of an estimate: its law term by term, the effects that its fit knows, and the causes of the interval's width.

use wattpix_core::estimate::Estimate;
use wattpix_core::explain::{Sum, shares, sum};
use wattpix_core::present::fixed;
use wattpix_core::words::Words;

use crate::output;

/// Prints the terms, the effects and the parts of the interval.
pub(super) fn print(estimate: &Estimate) -> anyhow::Result<()> {
    let words = Words::ENGLISH;
    let (unit, decimals) = match sum(estimate) {
        Sum::Joules => ("J", 1),
        Sum::LnKilowattHours => ("ln(kWh)", 3),
    };
    output::line("\nHow this number is computed:\n")?;
    let terms: Vec<[String; 3]> = shares(estimate, words)
        .into_iter()
        .map(|share| [fixed(share.adds, decimals), share.formula, share.words])
        .collect();
    output::table([unit, "term", "in words"], &terms)?;
    let effects: Vec<[String; 3]> = estimate
        .effects()
        .into_iter()
        .map(|effect| {
            let known = effect.factor.map_or_else(
                || "unknown: its spread is charged".to_owned(),
                |factor| format!("known: {} times as long", fixed(factor, 2)),
            );
            [effect.of.to_owned(), effect.level.to_owned(), known]
        })
        .collect();
    if !effects.is_empty() {
        output::line("\nEffects:\n")?;
        output::table(["of", "which", "what the fit knows"], &effects)?;
    }
    let whole = fixed(estimate.ln_half_width.exp(), 2);
    output::line(&format!(
        "\nThe interval reaches a factor of {whole} to either side; these factors multiply to it:\n"
    ))?;
    let parts: Vec<[String; 4]> = estimate
        .interval_parts()
        .into_iter()
        .map(|part| {
            [
                fixed(part.factor(), 3),
                fixed(part.ln_adds, 3),
                fixed(part.ln_sd, 3),
                words.text(part.cause.words()).to_owned(),
            ]
        })
        .collect();
    output::table(["factor", "ln", "sd (ln)", "for"], &parts)
}

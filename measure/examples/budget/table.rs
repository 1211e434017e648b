//! The study as a table in Markdown.

use std::fmt::Write;

use anyhow::Context;

use super::study::Results;

/// Root mean square over the budgets of a model, for the coefficient that is worst.
fn worst_rms(results: &Results) -> f64 {
    let count = results.reached.len() as f64;
    let coefficients = results.reached.first().map_or(0, |reached| reached.off.len());
    let rms =
        |j: usize| (results.reached.iter().map(|reached| reached.off[j].powi(2)).sum::<f64>() / count).sqrt();
    (0..coefficients).map(rms).fold(0.0, f64::max)
}

/// The table.
pub fn write(all: &[Results]) -> String {
    let mut text = String::from(
        "\n| model | full sweep: configurations | its windows, GPU-hours | budget, GPU-minutes: median (range) | windows, median \
         | times fewer | error found / error of the full sweep |\n|---|---|---|---|---|---|---|\n",
    );
    for results in all {
        let seconds = results.seconds();
        let minutes = |at: usize| seconds.get(at).map_or(f64::NAN, |s| s / 60.0);
        let mut windows: Vec<usize> = results.reached.iter().map(|reached| reached.windows).collect();
        windows.sort_unstable();
        let _ = writeln!(
            text,
            "| `{}` | {} | {:.0} | {:.0} ({:.0} to {:.0}) | {} | {:.0} | {:.2} |",
            results.model,
            results.configurations,
            results.full_s / 3600.0,
            minutes(seconds.len() / 2),
            minutes(0),
            minutes(seconds.len() - 1),
            windows[windows.len() / 2],
            results.times(),
            worst_rms(results),
        );
    }
    text.push('\n');
    text
}

/// The page with its table made anew.
pub fn into_page(page: &str, all: &[Results]) -> anyhow::Result<String> {
    let begin = "<!-- budget: begin (written by the example budget; do not edit) -->\n";
    let end = "<!-- budget: end -->\n";
    let parts = page.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let (before, after) = parts.context("docs/sweeps.md has lost the marks around its table")?;
    Ok(format!("{before}{begin}{}{end}{after}", write(all)))
}

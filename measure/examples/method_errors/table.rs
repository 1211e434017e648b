//! The study as tables in Markdown.

use std::fmt::Write;

use wattpix_measure::flag::{Flag, Severity};

use super::study::{CardResults, Errors, METHODS};

/// Percent with as many digits as are worth reading.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        p if p >= 10.0 => format!("{p:.0}"),
        p if p >= 1.0 => format!("{p:.1}"),
        p if p >= 0.01 => format!("{p:.2}"),
        _ => "< 0.01".to_owned(),
    }
}

fn cell(errors: &Errors) -> String {
    if errors.worst.is_nan() {
        return "no such field".to_owned();
    }
    format!("{} / {}", percent(errors.median), percent(errors.worst))
}

/// The tables, median and worst error of each method in percent.
pub fn write(study: &[CardResults]) -> String {
    let mut text = String::new();
    for CardResults { card, rows } in study {
        let _ = writeln!(text, "\nLike an {card} (median / worst error, %):\n");
        let _ = writeln!(text, "| load | {} |", METHODS.join(" | "));
        let _ = writeln!(text, "|---|{}", "---|".repeat(METHODS.len()));
        for (load, errors) in rows {
            let cells: Vec<String> = errors.iter().map(cell).collect();
            let _ = writeln!(text, "| {} | {} |", load.name, cells.join(" | "));
        }
    }
    text.push('\n');
    text
}

/// The table of reasons.
fn flags() -> String {
    let mut text = String::from("\n| code | spoils | what was found | what to do |\n|---|---|---|---|\n");
    for flag in Flag::ALL {
        let spoils = if flag.severity() == Severity::Invalid { "yes" } else { "" };
        let _ = writeln!(text, "| `{flag}` | {spoils} | {} | {} |", flag.message(), flag.advice());
    }
    text.push('\n');
    text
}

/// The page with its tables made anew.
pub fn into_page(page: &str, study: &[CardResults]) -> anyhow::Result<String> {
    let page = between(page, "method-errors", &write(study))?;
    between(&page, "flags", &flags())
}

/// The page with what lies between two marks replaced.
fn between(page: &str, name: &str, text: &str) -> anyhow::Result<String> {
    let begin = format!("<!-- {name}: begin (written by the example method_errors; do not edit) -->\n");
    let end = format!("<!-- {name}: end -->\n");
    let parts = page.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) =
        parts.ok_or_else(|| anyhow::anyhow!("docs/metering.md lacks the marks of {name}"))?;
    Ok(format!("{before}{begin}{text}{end}{after}"))
}

//! Predictions of a report's laws for rows that were left out.

use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::present::{correlation, fixed, significant};
use wattpix_core::regress::cross_validation::Validation;

use super::Report;
use super::figure::figure;
use super::figures::{self, agreement};
use crate::validation::{ALL, COMMON, Line, divisions, lines, lines_of};

/// Lines of a table on the page.
const MOST_LINES: usize = 120;

/// Returns one table over everything, then each division with its groups and charts.
pub(super) fn section(report: &Report) -> anyhow::Result<Markup> {
    let overall: Vec<Line> = lines_of(&report.validations)
        .into_iter()
        .filter(|line| [ALL, COMMON].contains(&&*line.group))
        .collect();
    let divisions: Vec<Markup> =
        divisions(&report.validations).map(|laws| division(report, laws)).collect::<anyhow::Result<_>>()?;
    Ok(html! {
        section id="validation" {
            h2 { "Predicting what was left out" }
            p { "Each fit is made again without the rows that it is then asked for, and its interval is calibrated without them." }
            (table("Every law by what is left out", "left out", &overall, |line| match &*line.group {
                COMMON => format!("{}, {COMMON}", line.left_out),
                _ => line.left_out.to_owned(),
            }))
            @for refusal in &report.not_validated { p.note { "Not validated: " (refusal.to_string()) "." } }
            @for division in &divisions { (division) }
        }
    })
}

/// Returns one division: all laws, the chart of the one that fills the tables shown, the others' folded.
fn division(report: &Report, laws: &[Validation]) -> anyhow::Result<Markup> {
    let by = laws[0].split.by();
    let chosen = report.fits.first().map(|(law, _)| law.method(report.response));
    let mut laws: Vec<&Validation> = laws.iter().collect();
    laws.sort_by_key(|validation| Some(validation.method) != chosen);
    let panels = match report.panels.iter().find(|panels| panels.split == laws[0].split) {
        Some(validation) => figures::panels(validation, &report.rows)?,
        None => Vec::new(),
    };
    let mut charts = Vec::new();
    for validation in &laws {
        let figures = agreement(validation, &report.rows)?;
        charts.push(html! { div.charts { @for one in &figures { (figure(one)) } } });
    }
    Ok(html! {
        article {
            h3 { "Each " (by) " left out in turn" }
            @if let Some(chart) = charts.first() { (chart) }
            @for (validation, chart) in laws.iter().zip(&charts).skip(1) {
                details { summary { "The " (validation.method.name()) " law" } (chart) }
            }
            @if !panels.is_empty() {
                details open {
                    summary { "Training beside testing: each " (by) " predicted from all others, by the " (laws[0].method.name()) " law" }
                    div.charts { @for one in &panels { (figure(one)) } }
                }
            }
            details {
                summary { "Group by group" }
                @for validation in &laws {
                    (table(&format!("The {} law", validation.method.name()), by, &lines(validation), |line| line.group.clone()))
                    @for (group, refusal) in validation.refused.iter().take(MOST_LINES) {
                        p.warning { (group) " could not be predicted: " (refusal.to_string()) "." }
                    }
                }
            }
        }
    })
}

fn table(caption: &str, first: &str, lines: &[Line], name: fn(&Line) -> String) -> Markup {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| correlation(value, 3));
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for head in [first, "law", "rows", "factor", "inside", "half-width", "MAE", "MAE Wh", "bias", "MAPE", "R²", "Spearman", "Pearson"] {
                            th scope="col" { (head) }
                        }
                    }
                }
                tbody {
                    @for line in lines.iter().take(MOST_LINES) {
                        tr {
                            th scope="row" { (name(line)) }
                            td { (line.law) }
                            td.number { (line.n) }
                            td.number { (fixed(line.factor, 3)) }
                            td.number { (line.inside) "/" (line.n) }
                            td.number { (fixed(line.half_width_factor, 2)) }
                            td.number { (fixed(line.mae_ln, 3)) }
                            td.number { (significant(line.mae_wh, 3)) }
                            td.number { (fixed(line.bias_ln, 3)) }
                            td.number { (fixed(100.0 * line.mape, 1)) " %" }
                            td.number { (figure(line.r2)) }
                            td.number { (figure(line.spearman)) }
                            td.number { (figure(line.pearson)) }
                        }
                    }
                }
            }
        }
        @if lines.len() > MOST_LINES {
            p.note { (lines.len() - MOST_LINES) " more lines: " code { "--tables" } " writes them beside the report." }
        }
    }
}

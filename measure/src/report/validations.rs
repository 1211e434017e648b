//! How the laws of a report predict what was left out.

use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::present::fixed;
use wattpix_core::regress::cross_validation::Validation;

use super::Report;
use super::figure::figure;
use super::figures::agreement;
use crate::validation::{ALL, Line, lines};

/// One table over everything, then each division with its groups and charts.
pub(super) fn section(report: &Report) -> anyhow::Result<Markup> {
    let overall: Vec<Line> =
        report.validations.iter().flat_map(lines).filter(|line| line.group == ALL).collect();
    let mut divisions: Vec<Vec<&Validation>> = Vec::new();
    for validation in &report.validations {
        match divisions.last_mut() {
            Some(division) if division[0].split == validation.split => division.push(validation),
            _ => divisions.push(vec![validation]),
        }
    }
    let divisions: Vec<Markup> =
        divisions.iter().map(|laws| division(report, laws)).collect::<anyhow::Result<_>>()?;
    Ok(html! {
        section id="validation" {
            h2 { "Predicting what was left out" }
            p { "Each fit is made again without the rows that it is then asked for, and its interval is calibrated without them." }
            (table("Every law by what is left out", "left out", &overall, |line| line.left_out))
            @for refusal in &report.not_validated { p.note { "Not validated: " (refusal.to_string()) "." } }
            @for division in &divisions { (division) }
        }
    })
}

/// One division: all laws, the first one's chart shown, the others' folded.
fn division(report: &Report, laws: &[&Validation]) -> anyhow::Result<Markup> {
    let by = laws[0].split.by();
    let mut charts = Vec::new();
    for validation in laws {
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
            details {
                summary { "Group by group" }
                @for validation in laws {
                    (table(&format!("The {} law", validation.method.name()), by, &lines(validation), |line| &line.group))
                    @for (group, refusal) in &validation.refused {
                        p.warning { (group) " could not be predicted: " (refusal.to_string()) "." }
                    }
                }
            }
        }
    })
}

fn table<'l>(caption: &str, first: &str, lines: &'l [Line], name: fn(&'l Line) -> &'l str) -> Markup {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| fixed(value, 3));
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for head in [first, "law", "rows", "factor", "inside", "half-width", "bias", "MAPE", "R²", "Spearman", "Pearson"] {
                            th scope="col" { (head) }
                        }
                    }
                }
                tbody {
                    @for line in lines {
                        tr {
                            th scope="row" { (name(line)) }
                            td { (line.law) }
                            td.number { (line.n) }
                            td.number { (fixed(line.factor, 3)) }
                            td.number { (line.inside) "/" (line.n) }
                            td.number { (fixed(line.half_width_factor, 2)) }
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
    }
}

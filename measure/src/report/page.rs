//! A report as one HTML file: no script, nothing from anywhere else, for desktop, phone and paper, light and dark.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wattpix_core::charts::stylesheet;
use wattpix_core::present::whole;

use super::pair::Pair;
use super::{Report, energies, fits, validations};
use crate::output;

const STYLE: &str = include_str!("style.css");

/// Reasons that the page lists; more are in the tables beside it.
const MOST_REASONS: usize = 100;

/// Batches that the page lists.
const MOST_BATCHES: usize = 8;

/// The whole page.
///
/// # Errors
/// A number that no chart can show.
pub fn page(report: &Report) -> anyhow::Result<String> {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="generator" content=(crate::tool());
                meta name="color-scheme" content="light dark";
                title { (report.title) }
                style { (PreEscaped(stylesheet())) (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (report.title) }
                    p { "Energy of generated images: observations, fits and how far to trust them. " (crate::tool()) ", " (report.date) "." }
                }
                main {
                    (read(report))
                    (fits::section(report))
                    (validations::section(report)?)
                    (energies::section(report)?)
                }
                footer { (terms()) }
            }
        }
    };
    Ok(markup.into_string())
}

/// Returns the section on rows read and rows left out.
fn read(report: &Report) -> Markup {
    let evidence = report.evidence;
    let rejected = &evidence.rejected;
    html! {
        section id="read" {
            h2 { "What was read" }
            @if evidence.fake {
                p.warning { "Rows of the fake meter are among these: nothing on this page was measured." }
            }
            p {
                strong { (whole(report.rows.len() as u64)) } " rows of " (output::counted(evidence.files.len(), "file")) " were used, "
                strong { (whole(rejected.len() as u64)) } " were left out."
            }
            @if !evidence.selected.is_empty() {
                p.note {
                    "Only rows with " (evidence.selected.join(" and ")) " were taken: "
                    (whole(evidence.not_selected as u64)) " usable rows do not have that."
                }
            }
            div.scroll tabindex="0" role="region" aria-label="Files" {
                table {
                    thead { tr { th scope="col" { "File" } th scope="col" { "SHA-256" } } }
                    tbody {
                        @for file in &evidence.files {
                            tr { td { (file.path.display()) } td.wrap { code { (file.sha256) } } }
                        }
                    }
                }
            }
            h3 { "Rows by model and GPU" }
            div.scroll tabindex="0" role="region" aria-label="Rows by model and GPU" {
                table {
                    thead { tr { @for head in ["Model", "GPU", "Rows", "Boundary", "Batch"] { th scope="col" { (head) } } } }
                    tbody {
                        @for pair in report.pairs.iter().filter(|pair| pair.rows > 0) { (counted(pair)) }
                    }
                }
            }
            @if !rejected.is_empty() {
                details open[rejected.len() <= 10] {
                    summary { "Rows left out, with reasons" }
                    div.scroll tabindex="0" role="region" aria-label="Rows left out" {
                        table {
                            thead { tr { th scope="col" { "Where" } th scope="col" { "Why" } } }
                            tbody {
                                @for one in rejected.iter().take(MOST_REASONS) {
                                    tr { td { (one.place) } td.wrap { (one.reason) } }
                                }
                            }
                        }
                    }
                    @if rejected.len() > MOST_REASONS {
                        p.note { (rejected.len() - MOST_REASONS) " more; " code { "--tables" } " writes all of them." }
                    }
                }
            }
        }
    }
}

fn counted(pair: &Pair) -> Markup {
    let boundaries: Vec<&str> = pair.boundaries.iter().copied().collect();
    let batches: Vec<String> = pair.batches.iter().map(u32::to_string).collect();
    html! {
        tr {
            th scope="row" { (pair.base.workload.model().label) }
            td { (pair.base.gpu.label) }
            td.number { (pair.rows) }
            td { (boundaries.join(", ")) }
            td { @if batches.len() > MOST_BATCHES { (batches.len()) " different" } @else { (batches.join(", ")) } }
        }
    }
}

/// Returns the glossary.
fn terms() -> Markup {
    html! {
        h2 { "Words" }
        dl {
            dt { "factor" } dd { "Exponential of the mean absolute error in ln: 1.10 is 10 % off, up or down." }
            dt { "MAE" } dd { "Mean absolute error in ln, and in Wh of an image." }
            dt { "rows of every law" } dd { "Where a law could not predict all rows: those that every law predicted, which alone compare laws." }
            dt { "bias" } dd { "Mean error in ln, predicted less measured: above 0 predicted too high." }
            dt { "inside" } dd { "Measurements within the 90 % interval of a prediction that had not seen them." }
            dt { "half-width" } dd { "Median factor from a prediction to the upper end of its interval." }
            dt { "gross, net" } dd { "All that the GPU draws, and that less its idle power over the duration." }
            dt { "extrapolated" } dd { "The fit did not see this model, GPU, precision or size, and the interval is wider for it." }
        }
    }
}

//! The paper's tables for each model and GPU of a report, and what each setting does.

use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::grid::{Block, Cell};
use wattpix_core::present::{rounded, significant};

use super::Report;
use super::figure::figure;
use super::figures::contributions;
use super::pair::Pair;
use super::papers;
use crate::output;

/// Shades, from the least energy of a pair's tables to the most.
const SHADES: f64 = 9.0;

/// Digits of a measured energy.
const MEASURED_DIGITS: usize = 3;

/// Every pair.
pub(super) fn section(report: &Report) -> anyhow::Result<Markup> {
    let Some(fit) = report.chosen() else { return Ok(html! {}) };
    let pairs: Vec<Markup> = report.pairs.iter().map(|pair| of(pair, fit)).collect::<anyhow::Result<_>>()?;
    let (operations, several) = (papers::operations(&report.pairs)?, papers::several(&report.pairs, fit)?);
    Ok(html! {
        section id="energies" {
            h2 { "Energy of one image, and what drives it" }
            p {
                "In Wh. Predicted, " i { "in italics where the fit is extrapolated" } "; hover or the tables beside the report give the interval. A framed cell "
                "was measured: the mean of its rows stands in bold below the prediction. Colour is the logarithm of the energy. A chart starts from the "
                "cheapest cell and varies one setting at a time."
            }
            @if let Some(operations) = &operations { div.charts { (figure(operations)) } }
            @if !several.is_empty() {
                h3 { "Models beside each other, as factors of the cheapest configuration of each" }
                div.charts { @for one in &several { (figure(one)) } }
            }
            @for pair in &pairs { (pair) }
        }
    })
}

fn of(pair: &Pair, fit: &Fit) -> anyhow::Result<Markup> {
    let blocks = pair.blocks(fit);
    let energies = blocks.iter().flat_map(|block| block.rows.iter().flatten().flatten());
    let energies = energies.map(|cell| cell.estimate.energy.joules());
    let (least, most) = energies.fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(x), b.max(x)));
    let range = (most / least).ln();
    let shade = |joules: f64| {
        if range > 0.0 { ((joules / least).ln() / range * SHADES).round() as u32 } else { 0 }
    };
    let chart = contributions(pair, fit)?;
    let together = papers::together(pair, fit)?;
    Ok(html! {
        article.pair {
            h3 { (pair.about()) }
            @if pair.off_grid > 0 {
                p.note {
                    (output::counted(pair.off_grid, "measured configuration")) " with other sizes or steps have no cell here; the fits know them, and "
                    code { "--tables" } " writes every row."
                }
            }
            @if pair.rows == 0 { p.note { "No row is of this model on this GPU." } }
            div.blocks { @for block in &blocks { (table(pair, block, &shade)) } }
            @if let Some(chart) = &chart { div.charts { (figure(chart)) } }
            @if !together.is_empty() {
                details {
                    summary { "Size, steps, precision and guidance together, as factors of the cheapest configuration" }
                    div.charts { @for one in &together { (figure(one)) } }
                }
            }
        }
    })
}

fn table(pair: &Pair, block: &Block, shade: &impl Fn(f64) -> u32) -> Markup {
    let name = format!("{}, guidance {}", block.precision.name(), block.guidance.name());
    html! {
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table.heat {
                caption { (name) }
                thead { tr { th scope="col" { "px \\ steps" } @for steps in &pair.grid.steps { th.number scope="col" { (steps) } } } }
                tbody {
                    @for (size, row) in pair.grid.sizes.iter().zip(&block.rows) {
                        tr {
                            th scope="row" {
                                @if size.width == size.height { (size.width) "²" } @else { (size.width) " × " (size.height) }
                            }
                            @for entry in row {
                                @match entry {
                                    Some(entry) => (cell(entry, shade)),
                                    None => td.number { "n/a" },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(cell: &Cell, shade: &impl Fn(f64) -> u32) -> Markup {
    let estimate = &cell.estimate;
    let predicted = rounded(estimate.energy.watt_hours());
    let range =
        format!("{} to {} Wh", rounded(estimate.low.watt_hours()), rounded(estimate.high.watt_hours()));
    html! {
        td.number data-shade=(shade(estimate.energy.joules())) data-measured[cell.measured.is_some()] title=(range) {
            @if estimate.is_extrapolated() { i { (predicted) } } @else { (predicted) }
            @if let Some(measured) = cell.measured { b { (significant(measured.watt_hours(), MEASURED_DIGITS)) } }
        }
    }
}

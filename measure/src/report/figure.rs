//! A chart on the page.

use maud::{Markup, PreEscaped, html};
use wattpix_core::charts::Table;
use wattpix_core::present::whole;

use super::figures::Figure;

/// Rows of a chart's data that the page carries; more are in the tables beside it.
const MOST_DATA_ROWS: usize = 200;

/// A chart with caption and data.
pub(super) fn figure(figure: &Figure) -> Markup {
    html! {
        figure data-chart=(figure.id) {
            figcaption { (figure.caption) }
            (PreEscaped(&figure.drawing.svg))
            (data(&figure.drawing.table))
        }
    }
}

fn data(table: &Table) -> Markup {
    html! {
        details.data {
            summary { "Data" }
            @if table.rows.len() > MOST_DATA_ROWS {
                p.note { (whole(table.rows.len() as u64)) " rows: " code { "--tables" } " writes them beside the report." }
            } @else {
                div.scroll tabindex="0" role="region" aria-label="Data" {
                    table {
                        thead { tr { @for head in &table.headers { th scope="col" { (head) } } } }
                        tbody {
                            @for row in &table.rows {
                                tr { @for cell in row { td.number[cell.value().is_some()] { (cell.shown()) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

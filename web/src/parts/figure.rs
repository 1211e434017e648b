//! A chart and the data behind it.

use maud::{Markup, html};
use wattpix_core::charts::Table;

use crate::charts::Chart;
use crate::view::View;

/// The drawing and the table of a chart at a width in CSS pixels; empty where there is nothing to draw.
pub fn figure(view: &View, chart: &Chart, width: u32) -> (String, String) {
    match (chart.draw)(view, width) {
        Some(Ok(drawing)) => (drawing.svg, table(&drawing.table).into_string()),
        Some(Err(error)) => (html! { p.problem { (error.to_string()) } }.into_string(), String::new()),
        None => Default::default(),
    }
}

fn table(table: &Table) -> Markup {
    html! {
        table {
            thead { tr { @for head in &table.headers { th scope="col" { (head) } } } }
            tbody {
                @for row in &table.rows {
                    tr { @for cell in row { td { (cell.shown) } } }
                }
            }
        }
    }
}

//! The law behind the figure, term by term.

use maud::{Markup, html};
use wattpix_core::explain::shares;
use wattpix_core::fit::origin_label;
use wattpix_core::present::{fixed, significant};

use crate::view::View;

/// The terms in symbols, words and numbers.
pub fn explanation(view: &View) -> Markup {
    let Ok(estimate) = &view.estimate else { return html! {} };
    let shares = shares(estimate);
    let sum: f64 = shares.iter().map(|share| share.ln).sum();
    let file = estimate.fit.file();
    let images = file.law.evaluated_at_images;
    html! {
        p {
            "The energy of a run follows from its floating-point operations by a power law, with factors for precision, card "
            "and resolution. In logarithms it is a sum:"
        }
        p.law {
            "ln E = ln A + α·ln F + b" sub { "fp32" } " + b" sub { "gpu" } " + b" sub { "res" } "·ln(W·H/256)"
        }
        p { "Fit: " b { (file.title) } " (" (origin_label(estimate.fit)) ")." }
        div.scroll tabindex="0" role="region" aria-label="Terms of the law, scrollable" {
            table {
                thead {
                    tr {
                        th scope="col" { "Term" }
                        th scope="col" { "In words" }
                        th.numeric scope="col" { "Adds to ln E" }
                    }
                }
                tbody {
                    @for share in &shares {
                        tr {
                            th scope="row" { (share.formula) }
                            td { (share.words) }
                            td.numeric { (fixed(share.ln, 3)) }
                        }
                    }
                    tr.sum {
                        th scope="row" { "ln E" }
                        td {
                            "E = " (significant(estimate.energy.kilowatt_hours() * images as f64, 4)) " kWh for "
                            (images) " images, so " (significant(estimate.energy.watt_hours(), 4)) " Wh each"
                        }
                        td.numeric { (fixed(sum, 3)) }
                    }
                }
            }
        }
    }
}

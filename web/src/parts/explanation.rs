//! The law behind the figure, term by term.

use maud::{Markup, html};
use wattpix_core::explain::{Sum, shares, sum};
use wattpix_core::fit::origin_label;
use wattpix_core::present::{fixed, significant};

use crate::view::View;

/// The terms in symbols, words and numbers.
pub fn explanation(view: &View) -> Markup {
    let Ok(estimate) = &view.estimate else { return html! {} };
    let shares = shares(estimate);
    let added: f64 = shares.iter().map(|share| share.adds).sum();
    let logarithms = sum(estimate) == Sum::LnKilowattHours;
    let file = estimate.fit.file();
    let images = file.law.evaluated_at_images;
    html! {
        @if logarithms {
            p {
                "The energy of a run follows from its floating-point operations by a power law, with factors for precision, card "
                "and resolution. In logarithms it is a sum:"
            }
            p.law {
                "ln E = ln A + α·ln F + b" sub { "fp32" } " + b" sub { "gpu" } " + b" sub { "res" } "·ln(W·H/256)"
            }
        } @else {
            p {
                "The energy of an image is the card's board power times the seconds that each kind of work takes: what the data sheet "
                "promises, times how far that is kept. The sum is in joules:"
            }
            p.law { "E = exp(b" sub { "gpu" } ") · P · Σ c·t" }
        }
        p { "Fit: " b { (file.title) } " (" (origin_label(estimate.fit)) ")." }
        div.scroll tabindex="0" role="region" aria-label="Terms of the law, scrollable" {
            table {
                thead {
                    tr {
                        th scope="col" { "Term" }
                        th scope="col" { "In words" }
                        th.numeric scope="col" { @if logarithms { "Adds to ln E" } @else { "Adds, J" } }
                    }
                }
                tbody {
                    @for share in &shares {
                        tr {
                            th scope="row" { (share.formula) }
                            td { (share.words) }
                            td.numeric { (fixed(share.adds, if logarithms { 3 } else { 1 })) }
                        }
                    }
                    tr.sum {
                        th scope="row" { @if logarithms { "ln E" } @else { "E" } }
                        td {
                            @if logarithms {
                                "E = " (significant(estimate.energy.kilowatt_hours() * images as f64, 4)) " kWh for "
                                (images) " images, so "
                            }
                            (significant(estimate.energy.watt_hours(), 4)) " Wh each"
                        }
                        td.numeric { (fixed(added, if logarithms { 3 } else { 1 })) }
                    }
                }
            }
        }
    }
}

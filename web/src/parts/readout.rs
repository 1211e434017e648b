//! The result: energy of one image, its interval, and what follows from it.

use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::estimate::{Coverage, Estimate};
use wattpix_core::present::{plain, rounded, scaled, whole};

use crate::view::{View, what};

/// The figure that the page is for, or why there is none.
pub fn readout(view: &View) -> Markup {
    match &view.estimate {
        Ok(estimate) => figure(view, estimate),
        Err(error) => html! { p.problem { (error.to_string()) } },
    }
}

fn figure(view: &View, estimate: &Estimate) -> Markup {
    let page = &view.page;
    let unit = page.unit;
    let total = estimate.energy * page.main.images as f64;
    let text = unit.text(estimate.energy);
    let (number, symbol) = text.rsplit_once(' ').unwrap_or((&text, ""));
    let electricity = &page.electricity;
    html! {
        p.what { (what(&estimate.question)) }
        p.figure {
            span.number { (number) }
            " "
            span.unit { (symbol) }
            " "
            span.per { "per image" }
        }
        p.interval {
            "likely " b { (unit.text(estimate.low)) } " to " b { (unit.text(estimate.high)) }
            " "
            span.note {
                "90 % interval, " (estimate.question.boundary.name()) " of idle power; " (basis(estimate.coverage))
            }
        }
        ul.follows {
            li { b { (unit.text(total)) } " for " (whole(page.main.images)) " images" }
            @if let (Some(seconds), Some(power)) = (estimate.seconds, estimate.power) {
                li { "about " b { (rounded(seconds)) " s" } " an image at " (rounded(power.watts())) " W" }
            }
            @if let (Some(price), Some(cost)) = (electricity.price, electricity.cost(total)) {
                li {
                    b { (rounded(cost)) }
                    " for the electricity of all, at " (plain(price)) " per kWh"
                }
            }
            li {
                b { (scaled(electricity.grams(estimate.energy), "g")) " CO₂e" }
                " an image " (super::electricity::basis(view)) " and a PUE of " (plain(electricity.pue))
            }
        }
    }
}

/// A link that keeps the configuration to compare others with it.
pub fn keep(view: &View) -> Markup {
    html! {
        @if let Some(link) = view.keeping() { a.quiet href=(link) { "Keep for comparison" } }
    }
}

/// What can be done with the state; the site's script acts on it.
pub fn acts() -> Markup {
    let acts = [
        ("link", "Copy link"),
        ("command", "Copy as command"),
        ("citation", "Copy citation"),
        ("bibtex", "Copy BibTeX"),
    ];
    html! {
        @for (act, label) in acts { button.quiet type="button" data-do=(act) { (label) } }
        span.done role="status" {}
    }
}

/// On what the figure rests, in words.
const fn basis(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::ModelAndGpu => "this model was measured on this GPU",
        Coverage::Gpu => "other models were measured on this GPU",
        Coverage::Model => "this model was measured on another GPU",
        Coverage::Neither => "other models were measured on other GPUs",
    }
}

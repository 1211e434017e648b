//! A fleet: energy, greenhouse gas and money of a month and a year, for every configuration shown and all together.

use maud::{Markup, PreEscaped, html};
use wattpix_core::carbon;
use wattpix_core::present::{plain, rounded, scaled, whole};
use wattpix_core::units::Energy;

use crate::exact::exact;
use crate::fleet::{DAILY, DAYS_OF_YEAR, MOST_WRITTEN, SPANS, daily};
use crate::panels::setting::number;
use crate::parts::electricity;
use crate::parts::problems;
use crate::view::View;

/// The setting of the fleet.
pub fn fields(view: &View) -> Markup {
    let (daily, problem) = daily(view);
    let limits = ["1", MOST_WRITTEN, "1"];
    html! { div.row.budget { (number(DAILY, "Images a day", limits, &exact(daily), problem.as_slice())) } }
}

/// An energy of a day and the ends of its interval.
type Likely = [Energy; 3];

/// What the fleet takes.
pub fn body(view: &View) -> Markup {
    let (daily, problem) = daily(view);
    let electricity = &view.page.electricity;
    let mut rows = String::new();
    let mut all: Likely = [Energy::from_joules(0.0); 3];
    for (name, configuration) in view.names().iter().zip(view.configurations()) {
        match view.answer(configuration) {
            Ok(estimate) => {
                let likely = [estimate.energy, estimate.low, estimate.high].map(|energy| energy * daily);
                for (sum, energy) in all.iter_mut().zip(likely) {
                    *sum = *sum + energy;
                }
                rows.push_str(&spans(view, name, &likely).0);
            }
            Err(error) => {
                rows.push_str(
                    &html! { tr { th scope="row" { (name) } td colspan="4" { (error.to_string()) } } }.0,
                );
            }
        }
    }
    if !view.page.others.is_empty() {
        rows.push_str(&spans(view, "All together", &all).0);
    }
    html! {
        (problems::list(problem.as_slice()))
        p.about {
            (whole(daily as u64)) " images a day of each configuration; a year is " (plain(DAYS_OF_YEAR)) " days and a month a twelfth of it. "
            "Carbon and cost are those of the energy, times a PUE of " (plain(electricity.pue)) ", " (electricity::basis(view))
            ". Intervals are those of the energy alone; the last row adds up the ends."
        }
        div.scroll tabindex="0" role="region" aria-label="The fleet, scrollable" {
            table data-testid="fleet" {
                thead {
                    tr {
                        th scope="col" { "Configuration" }
                        th scope="col" { "In a" }
                        th.numeric scope="col" { "Energy of the GPUs" }
                        th.numeric scope="col" { "CO₂e" }
                        @if electricity.price.is_some() { th.numeric scope="col" { "Cost" } }
                    }
                }
                tbody { (PreEscaped(rows)) }
            }
        }
        @if electricity.price.is_none() {
            p.about { "For the cost, set a price per kWh under “Electricity: carbon and cost”." }
        }
    }
}

/// A row a span.
fn spans(view: &View, name: &str, daily: &Likely) -> Markup {
    let (electricity, unit) = (&view.page.electricity, view.page.unit);
    html! {
        @for (at, (span, days)) in SPANS.into_iter().enumerate() {
            @let likely = daily.map(|energy| energy * days);
            tr data-fleet=(name) data-span=(span) {
                @if at == 0 { th scope="rowgroup" rowspan=(SPANS.len().to_string()) { (name) } }
                td { (span) }
                (quantity("wh", likely.map(Energy::watt_hours), &|wh| unit.text(Energy::from_watt_hours(wh))))
                (quantity("grams", likely.map(|energy| electricity.grams(energy)), &|grams| scaled(grams, "g")))
                @if let Some(price) = electricity.price {
                    (quantity("cost", likely.map(|energy| carbon::cost(energy, electricity.pue, price)), &rounded))
                }
            }
        }
    }
}

/// A quantity with the ends of its interval, for people and, exactly, for programs.
fn quantity(name: &str, [value, low, high]: [f64; 3], text: &dyn Fn(f64) -> String) -> Markup {
    html! {
        td.numeric data-quantity=(name) data-value=(exact(value)) data-low=(exact(low)) data-high=(exact(high)) {
            (text(value)) br; small { (text(low)) " to " (text(high)) }
        }
    }
}

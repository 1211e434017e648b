//! A fleet: energy, greenhouse gas and money of a month and a year, for every configuration shown and all together.

use maud::{Markup, PreEscaped, html};
use wattpix_core::carbon;
use wattpix_core::units::Energy;
use wattpix_core::words::Word;

use crate::exact::exact;
use crate::fleet::{DAILY, DAYS_OF_YEAR, LIMITS, SPANS, daily};
use crate::panels::setting::number;
use crate::parts::problems;
use crate::say::Told;
use crate::view::View;

/// The setting of the fleet.
pub fn fields(view: &View) -> Markup {
    let (daily, problem) = daily(view);
    html! { div.row.budget { (number(view.words, DAILY, view.words.text(Word::FLEET_DAILY), LIMITS, &exact(daily), problem.as_slice())) } }
}

/// An energy of a day and the ends of its interval.
type Likely = [Energy; 3];

/// What the fleet takes.
pub fn body(view: &View) -> Markup {
    let (daily, problem) = daily(view);
    let (electricity, words) = (&view.page.electricity, view.words);
    let mut rows = String::new();
    let mut all: Likely = [Energy::from_joules(0.0); 3];
    for (at, (name, configuration)) in view.names().iter().zip(view.configurations()).enumerate() {
        match view.answer(configuration) {
            Ok(estimate) => {
                let likely = [estimate.energy, estimate.low, estimate.high].map(|energy| energy * daily);
                for (sum, energy) in all.iter_mut().zip(likely) {
                    *sum = *sum + energy;
                }
                rows.push_str(&spans(view, &at.to_string(), name, &likely).0);
            }
            Err(error) => {
                rows.push_str(
                    &html! { tr { th scope="row" { (name) } td colspan="4" { (error.tell(view.words)) } } }.0,
                );
            }
        }
    }
    if !view.page.others.is_empty() {
        rows.push_str(&spans(view, "all", words.text(Word::FLEET_TOGETHER), &all).0);
    }
    let about = [
        ("daily", &*words.whole(daily as u64)),
        ("days", &words.plain(DAYS_OF_YEAR)),
        ("pue", &words.plain(electricity.pue)),
        ("basis", &electricity.basis(words)),
    ];
    let quantities =
        [Some(Word::FLEET_ENERGY), Some(Word::FLEET_CARBON), electricity.price.map(|_| Word::FLEET_COST)];
    html! {
        (problems::list(problem.as_slice()))
        p.about {
            (words.say(Word::FLEET_ABOUT, &about))
            @if !view.page.others.is_empty() { " " (Told(words, Word::FLEET_SUM)) }
        }
        div.scroll tabindex="0" role="region" aria-label=(Told(words, Word::FLEET_TABLE)) {
            table data-testid="fleet" {
                thead {
                    tr {
                        @for word in [Word::FLEET_CONFIGURATION, Word::FLEET_SPAN] { th scope="col" { (Told(words, word)) } }
                        @for word in quantities.into_iter().flatten() { th.numeric scope="col" { (Told(words, word)) } }
                    }
                }
                tbody { (PreEscaped(rows)) }
            }
        }
        @if electricity.price.is_none() { p.about { (Told(words, Word::FLEET_NO_PRICE)) } }
    }
}

/// A row a span. `row` is its stable name.
fn spans(view: &View, row: &str, name: &str, daily: &Likely) -> Markup {
    let (electricity, unit, words) = (&view.page.electricity, view.page.unit, view.words);
    html! {
        @for (at, (span, word, days)) in SPANS.into_iter().enumerate() {
            @let likely = daily.map(|energy| energy * days);
            tr data-fleet=(row) data-span=(span) {
                @if at == 0 { th scope="rowgroup" rowspan=(SPANS.len().to_string()) { (name) } }
                td { (Told(words, word)) }
                (quantity("wh", likely.map(Energy::watt_hours), &|wh| words.energies_alike(wh.map(Energy::from_watt_hours), unit)))
                (quantity("grams", likely.map(|energy| electricity.grams(energy)), &|grams| words.scaled_alike(grams, "g")))
                @if let Some(price) = electricity.price {
                    (quantity("cost", likely.map(|energy| carbon::cost(energy, electricity.pue, price)), &|cost| cost.map(|cost| words.rounded(cost))))
                }
            }
        }
    }
}

/// A quantity with the ends of its interval, for people and, exactly, for programs.
fn quantity(name: &str, likely: [f64; 3], text: &dyn Fn([f64; 3]) -> [String; 3]) -> Markup {
    let [value, low, high] = likely;
    let [shown, from, to] = text(likely);
    html! {
        td.numeric data-quantity=(name) data-value=(exact(value)) data-low=(exact(low)) data-high=(exact(high)) {
            (shown) br; small { (from) " – " (to) }
        }
    }
}

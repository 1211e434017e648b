//! A fleet: energy, greenhouse gas and money of a month and a year, for every configuration shown and all together.

use leptos::prelude::*;
use wattpix_core::carbon;
use wattpix_core::units::Energy;
use wattpix_core::words::Word;

use crate::components::table::{cell, head, number_head};
use crate::components::{Table, refused};
use crate::exact::exact;
use crate::fleet::{DAILY, DAYS_OF_YEAR, SPANS, daily};
use crate::form::NumberField;
use crate::state::State;
use crate::view::View;

/// An energy of a day and the ends of its interval.
type Likely = [Energy; 3];

/// Writes a quantity and the ends of its interval.
type Text<'a> = &'a dyn Fn([f64; 3]) -> [String; 3];

/// The images of a day, and what the fleet takes.
#[component]
pub fn Fleet() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    view! {
        <div class="row budget">
            <NumberField key=DAILY label=words.text(Word::FLEET_DAILY) hint=None/>
        </div>
        {move || state.get(|view| refused(daily(view).1.as_slice()))}
        <p class="about">{move || state.get(about)}</p>
        {move || state.get(table)}
        {move || state.get(no_price).into_any()}
    }
}

fn about(view: &View) -> String {
    let (words, electricity) = (view.words, &view.page.electricity);
    let values = [
        ("daily", &*words.whole(daily(view).0 as u64)),
        ("days", &words.plain(DAYS_OF_YEAR)),
        ("pue", &words.plain(electricity.pue)),
        ("basis", &electricity.basis(words)),
    ];
    let about = words.say(Word::FLEET_ABOUT, &values);
    if view.page.others.is_empty() { about } else { [&*about, " ", words.text(Word::FLEET_SUM)].concat() }
}

fn no_price(view: &View) -> Option<AnyView> {
    let said = view.words.text(Word::FLEET_NO_PRICE);
    view.page.electricity.price.is_none().then(|| view! { <p class="about">{said}</p> }.into_any())
}

fn table(view: &View) -> AnyView {
    let words = view.words;
    let text = |word: Word| words.text(word);
    let mut heads = vec![
        head(text(Word::FLEET_CONFIGURATION)),
        head(text(Word::FLEET_SPAN)),
        number_head(text(Word::FLEET_ENERGY)),
        number_head(text(Word::FLEET_CARBON)),
    ];
    heads.extend(view.page.electricity.price.map(|_| number_head(text(Word::FLEET_COST))));
    let label = text(Word::FLEET_TABLE).to_owned();
    view! { <Table label testid="fleet" heads rows=rows(view)/> }.into_any()
}

fn rows(view: &View) -> Vec<AnyView> {
    let (words, daily) = (view.words, daily(view).0);
    let mut rows = Vec::new();
    let mut all: Likely = [Energy::from_joules(0.0); 3];
    for (at, (name, configuration)) in view.names().into_iter().zip(view.configurations()).enumerate() {
        match view.answer(configuration) {
            Ok(estimate) => {
                let likely = [estimate.energy, estimate.low, estimate.high].map(|energy| energy * daily);
                for (sum, energy) in all.iter_mut().zip(likely) {
                    *sum = *sum + energy;
                }
                rows.extend(spans(view, &at.to_string(), &name, &likely));
            }
            Err(error) => {
                let refused = error.tell(words);
                rows.push(
                    view! { <tr><th scope="row">{name}</th><td colspan="4">{refused}</td></tr> }.into_any(),
                );
            }
        }
    }
    if !view.page.others.is_empty() {
        rows.extend(spans(view, "all", words.text(Word::FLEET_TOGETHER), &all));
    }
    rows
}

/// A row a span. `row` is its stable name.
fn spans(view: &View, row: &str, name: &str, daily: &Likely) -> Vec<AnyView> {
    let (electricity, unit, words) = (&view.page.electricity, view.page.unit, view.words);
    let span = |(at, (span, word, days)): (usize, (&'static str, Word, f64))| {
        let likely = daily.map(|energy| energy * days);
        let head = (at == 0).then(|| {
            let name = name.to_owned();
            view! { <th scope="rowgroup" rowspan=SPANS.len().to_string()>{name}</th> }.into_any()
        });
        let energy = |wh: [f64; 3]| words.energies_alike(wh.map(Energy::from_watt_hours), unit);
        let mut cells: Vec<AnyView> = head.into_iter().collect();
        cells.extend([
            cell(words.text(word)),
            quantity("wh", likely.map(Energy::watt_hours), &energy),
            quantity("grams", likely.map(|energy| electricity.grams(energy)), &|grams| {
                words.scaled_alike(grams, "g")
            }),
        ]);
        if let Some(price) = electricity.price {
            let cost = likely.map(|energy| carbon::cost(energy, electricity.pue, price));
            cells.push(quantity("cost", cost, &|cost| cost.map(|cost| words.rounded(cost))));
        }
        let row = row.to_owned();
        view! { <tr data-fleet=row data-span=span>{cells}</tr> }.into_any()
    };
    SPANS.into_iter().enumerate().map(span).collect()
}

/// A quantity with the ends of its interval, for people and, exactly, for programs.
fn quantity(name: &'static str, likely: [f64; 3], text: Text) -> AnyView {
    let [shown, from, to] = text(likely);
    let [value, low, high] = likely.map(exact);
    view! {
        <td class="numeric" data-quantity=name data-value=value data-low=low data-high=high>
            {shown}
            <br/>
            <small>{[&*from, " – ", &to].concat()}</small>
        </td>
    }
    .into_any()
}

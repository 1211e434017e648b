//! The inverse: what can be had for so much energy, carbon or money.

use leptos::prelude::*;
use wattpix_core::configuration::short_id;
use wattpix_core::error::{Choice, Key};
use wattpix_core::present::{EnergyUnit, plain};
use wattpix_core::units::Energy;
use wattpix_core::words::Word;

use super::reading::Charts;
use crate::budget::{self, AMOUNT, IN, MONTHLY, PER, Per, Unit};
use crate::components::table::{cell, cell_of, head, number, number_head, row, row_head, row_head_of};
use crate::components::{self, Table, bold, refused, scrollable, sentence};
use crate::form::field::Item;
use crate::form::{ChoiceField, NumberField};
use crate::front::{Candidate, Reach, within};
use crate::reactive::memo;
use crate::state::State;
use crate::view::{View, how};

/// Points of each front that are listed.
const MOST_LISTED: usize = 4;

fn read(view: &View) -> budget::Budget {
    budget::Budget::read(view).0
}

/// Returns the units of an amount.
fn units(view: &View) -> Vec<Item> {
    let text = |word: Word| view.words.text(word);
    vec![
        Item::new("wh", EnergyUnit::WattHours.symbol()),
        Item::new("g", text(Word::BUDGET_GRAMS)),
        Item::new("cost", text(Word::BUDGET_MONEY)),
    ]
}

/// Returns the periods of a budget.
fn spans(view: &View) -> Vec<Item> {
    let text = |word: Word| view.words.text(word);
    vec![Item::new("image", text(Word::BUDGET_IMAGE)), Item::new("month", text(Word::BUDGET_MONTH))]
}

/// The settings of the budget, what fits it, and the Pareto front.
#[component]
pub fn Budget() -> impl IntoView {
    let state = expect_context::<State>();
    let text = |word: Word| state.words.text(word);
    let monthly = memo(move || state.get(|view| read(view).per == Per::Month));
    let images = move || {
        let label = state.words.text(Word::BUDGET_MONTHLY);
        monthly.get().then(|| view! { <NumberField key=MONTHLY label hint=None/> }.into_any()).into_any()
    };
    view! {
        <div class="row budget">
            <NumberField key=AMOUNT label=text(Word::BUDGET_AMOUNT) hint=None/>
            <ChoiceField
                key=IN
                label=text(Word::BUDGET_UNIT)
                hint=None
                value=|view| read(view).unit.name().to_owned()
                items=units
            />
            <ChoiceField
                key=PER
                label=text(Word::BUDGET_PER)
                hint=None
                value=|view| read(view).per.name().to_owned()
                items=spans
            />
            {move || images()}
        </div>
        {move || state.get(|view| refused(&budget::Budget::read(view).1))}
        {move || state.get(reaches).into_any()}
        <Charts ids=&["pareto"]/>
    }
}

/// Returns the reach of each GPU, and the best use of the budget.
fn reaches(view: &View) -> Vec<AnyView> {
    let most = match read(view).energy_per_image(view) {
        Ok(most) => most,
        Err(why) => return vec![view! { <p class="problem">{why}</p> }.into_any()],
    };
    let reaches = within(view.fits(), &view.page.main.question, most);
    let mut parts = vec![about(view, most)];
    if reaches.is_empty() {
        let none = view.words.text(Word::BUDGET_NONE);
        parts.push(view! { <p class="problem">{none}</p> }.into_any());
    } else {
        parts.push(table(view, &reaches, most));
        parts.extend(the_most(view, most));
    }
    parts
}

/// The budget as energy of an image.
fn about(view: &View, most: Energy) -> AnyView {
    let (words, budget, pue) = (view.words, read(view), view.page.electricity.pue);
    let energy = words.energy(most, view.page.unit);
    let said = if budget.unit == Unit::WattHours && budget.per == Per::Image && pue == 1.0 {
        words.say(Word::BUDGET_ABOUT_ENERGY, &[("most", &energy)]).into_any()
    } else {
        let values = [("most", bold(energy)), ("pue", components::plain(words.plain(pue)))];
        sentence(words, Word::BUDGET_ABOUT_OTHER, values)
    };
    let model = view.page.main.question.workload.model().label;
    let rest = words.say(Word::BUDGET_ABOUT, &[("model", model)]);
    view! { <p class="about" data-most=plain(most.watt_hours())>{said} " " {rest}</p> }.into_any()
}

fn table(view: &View, reaches: &[Reach], most: Energy) -> AnyView {
    let words = view.words;
    let text = move |word: Word| words.text(word);
    let workload = &view.page.main.question.workload;
    let [width, height, steps] =
        [workload.size().width, workload.size().height, workload.steps()].map(|count| count.to_string());
    let most_steps = words.say(Word::BUDGET_MOST_STEPS, &[("width", &width), ("height", &height)]);
    let largest = words.say(Word::BUDGET_LARGEST, &[("steps", &steps)]);
    let rows: Vec<AnyView> = reaches.iter().map(|reach| reached(view, reach, most)).collect();
    let heads = vec![
        head(text(Word::FORM_GPU)),
        head(text(Word::FORM_PRECISION)),
        number_head(text(Word::BUDGET_AS_ASKED)),
        head(text(Word::BUDGET_FITS)),
        number_head(most_steps),
        number_head(largest),
    ];
    let label = scrollable(words, text(Word::BUDGET_TABLE));
    view! { <Table label testid="budget" class="scroll tall" heads rows/> }.into_any()
}

fn reached(view: &View, reach: &Reach, most: Energy) -> AnyView {
    let (words, asked) = (view.words, &reach.asked);
    let (gpu, workload) = (asked.question.gpu, &asked.question.workload);
    let precision = workload.precision().name();
    let link = |values: &[(&str, &str)], shown: String| {
        let mut all = vec![(Key::Gpu.name(), short_id(gpu)), (Key::Precision.name(), precision)];
        all.extend(values);
        view! { <a href=view.link(&all)>{shown}</a> }.into_any()
    };
    let nothing = || words.text(Word::BUDGET_NOTHING).into_any();
    let steps = reach.steps.map(|steps| {
        let steps = steps.to_string();
        link(&[(Key::Steps.name(), &steps)], steps.clone())
    });
    let side = reach.side.map(|side| {
        let side = side.to_string();
        link(&[(Key::Width.name(), &side), (Key::Height.name(), &side)], [&*side, " px"].concat())
    });
    let fits = match (asked.energy <= most, asked.high <= most, asked.low <= most) {
        (_, true, _) => Word::BUDGET_YES,
        (true, ..) => Word::BUDGET_LIKELY,
        (_, _, true) => Word::BUDGET_PERHAPS,
        _ => Word::BUDGET_NO,
    };
    let name = [gpu.label, if asked.is_extrapolated() { " *" } else { "" }].concat();
    let energy = words.energy(asked.energy, view.page.unit);
    let cells = vec![
        row_head(name),
        cell(precision),
        view! { <td class="numeric" title=how(words, workload)>{energy}</td> }.into_any(),
        cell(words.text(fits)),
        cell_of("numeric", steps.unwrap_or_else(nothing)),
        cell_of("numeric", side.unwrap_or_else(nothing)),
    ];
    view! { <tr data-gpu=gpu.id>{cells}</tr> }.into_any()
}

/// The last points of the fronts that the budget reaches: the most steps × pixels for it.
fn the_most(view: &View, most: Energy) -> Option<AnyView> {
    let (words, fronts) = (view.words, view.fronts());
    let text = move |word: Word| words.text(word);
    let mut choices: Vec<&Candidate> = Vec::new();
    for front in [&fronts.chosen, &fronts.any] {
        let within = front.iter().rev().filter(|choice| choice.estimate.energy <= most);
        choices.extend(within.take(MOST_LISTED));
    }
    let rows: Vec<AnyView> = choices.into_iter().map(|choice| front_row(view, choice)).collect();
    if rows.is_empty() {
        return None;
    }
    let heads = vec![
        number_head(text(Word::BUDGET_WORK)),
        head(text(Word::COMPARED_CONFIGURATION)),
        number_head(text(Word::BUDGET_ENERGY)),
        number_head(text(Word::COMPARED_LIKELY)),
    ];
    let shown = view! {
        <p class="about">{text(Word::BUDGET_FRONT_ABOUT)}</p>
        <Table label=scrollable(words, text(Word::BUDGET_FRONT)) testid="front" heads rows/>
    };
    Some(shown.into_any())
}

fn front_row(view: &View, choice: &Candidate) -> AnyView {
    let (words, unit, estimate) = (view.words, view.page.unit, &choice.estimate);
    let (workload, gpu) = (&estimate.question.workload, estimate.question.gpu);
    let [side, steps] = [workload.size().width, workload.steps()].map(|count| count.to_string());
    let precision = workload.precision().name();
    let link = view.link(&[
        (Key::Gpu.name(), short_id(gpu)),
        (Key::Precision.name(), precision),
        (Key::Width.name(), &side),
        (Key::Height.name(), &side),
        (Key::Steps.name(), &steps),
    ]);
    let size = words.say(Word::BUDGET_SQUARE, &[("side", &side), ("steps", &steps)]);
    let mark = if estimate.is_extrapolated() { " *" } else { "" };
    let on = [", ", precision, ", ", gpu.label, mark].concat();
    let likely = words.energies(estimate.energy, [estimate.low, estimate.high], unit);
    let configuration = view! { <a href=link>{size}</a>{on} };
    row(vec![
        number(words.significant(choice.work(), 3)),
        row_head_of(configuration.into_any()),
        number(words.energy(estimate.energy, unit)),
        number(likely),
    ])
}

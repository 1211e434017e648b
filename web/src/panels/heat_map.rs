//! The paper's table for any model and GPU: resolution and steps by precision and guidance, measured cells marked.

use leptos::prelude::*;
use wattpix_core::error::{Choice, Key};
use wattpix_core::grid::{self, Block};
use wattpix_core::words::Word;

use crate::charts::heat_map::{ID, TITLE, blocks};
use crate::components::table::{head, number, number_head, row, row_head};
use crate::components::{Menu, Table, plain, scrollable, sentence, value};
use crate::state::State;
use crate::view::View;

/// Shades, from the least energy of the table to the most.
const SHADES: f64 = 9.0;

/// The tables with their caption and menu.
#[component]
pub fn HeatMap() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let italics = view! { <i>{words.text(Word::HEAT_ITALICS)}</i> }.into_any();
    let predicted = plain(words.text(Word::HEAT_PREDICTED));
    let about = sentence(words, Word::HEAT_ABOUT, [("predicted", predicted), ("italics", value(italics))]);
    view! {
        <figure class="heat" data-table=ID>
            <figcaption>{move || state.get(caption)}</figcaption>
            <p class="about">{about}</p>
            <div class="blocks">{move || state.get(tables)}</div>
            <Menu drawn=false/>
        </figure>
    }
}

fn caption(view: &View) -> String {
    let (words, question) = (view.words, &view.page.main.question);
    let values = [
        ("title", words.text(TITLE)),
        ("unit", view.page.unit.symbol()),
        ("model", question.workload.model().label),
        ("gpu", question.gpu.label),
    ];
    words.say(Word::HEAT_CAPTION, &values)
}

fn tables(view: &View) -> Vec<AnyView> {
    let blocks = blocks(view);
    let energies = blocks.iter().flat_map(|block| block.rows.iter().flatten().flatten());
    let energies = energies.map(|entry| entry.estimate.energy.joules());
    let (least, most) = energies.fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(x), b.max(x)));
    let shade = |joules: f64| match (most / least).ln() {
        range if range > 0.0 => ((joules / least).ln() / range * SHADES) as u32,
        _ => 0,
    };
    blocks.iter().map(|block| table(view, block, &shade)).collect()
}

fn table(view: &View, block: &Block<'static>, shade: &dyn Fn(f64) -> u32) -> AnyView {
    let words = view.words;
    let caption = [block.precision.name(), ", ", words.text(block.guidance.words())].concat();
    let mut heads = vec![head(words.text(Word::HEAT_CORNER))];
    heads.extend(grid::STEPS.iter().map(|steps| number_head(steps.to_string())));
    let cells_of = |(side, entries): (&u32, &Vec<Option<grid::Cell<'static>>>)| {
        let mut cells = vec![row_head(side.to_string() + "²")];
        cells.extend(grid::STEPS.iter().zip(entries).map(|(steps, entry)| match entry {
            Some(entry) => cell(view, entry, *side, *steps, shade),
            None => number(words.text(Word::HEAT_NOTHING)),
        }));
        row(cells)
    };
    let rows = grid::SIDES.iter().zip(&block.rows).map(cells_of).collect();
    view! { <Table label=scrollable(words, &caption) caption heads rows/> }.into_any()
}

fn cell(
    view: &View,
    entry: &grid::Cell<'static>,
    side: u32,
    steps: u32,
    shade: &dyn Fn(f64) -> u32,
) -> AnyView {
    let (words, unit) = (view.words, view.page.unit);
    let estimate = &entry.estimate;
    let workload = &estimate.question.workload;
    let [side, steps] = [side, steps].map(|number| number.to_string());
    let link = view.link(&[
        (Key::Width.name(), &side),
        (Key::Height.name(), &side),
        (Key::Steps.name(), &steps),
        (Key::Precision.name(), workload.precision().name()),
        (Key::Guidance.name(), workload.guidance().name()),
    ]);
    let range = words.energies(estimate.energy, [estimate.low, estimate.high], unit);
    let extrapolated = estimate.is_extrapolated();
    let class = ["numeric shade-", &shade(estimate.energy.joules()).to_string()].concat();
    let said = extrapolated
        .then(|| view! { <span class="unseen">" " {words.text(Word::HEAT_EXTRAPOLATED)}</span> }.into_any());
    let measured = entry.measured.map(|measured| {
        let measured = words.significant(unit.of(measured), 3);
        view! {
            <b>
                <span class="unseen">" " {words.text(Word::CHART_MEASURED)} " "</span>
                <span>{measured}</span>
            </b>
        }
        .into_any()
    });
    view! {
        <td class=class data-measured=entry.measured.is_some() data-extrapolated=extrapolated>
            <a href=link title=range>{words.rounded(unit.of(estimate.energy))}</a>
            {said}
            {measured}
        </td>
    }
    .into_any()
}

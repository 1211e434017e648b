//! The paper's table for any model and GPU: resolution and steps by precision and guidance, measured cells marked.

use maud::{Markup, html};
use wattpix_core::charts::{Cell, Table};
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::grid::{self, Block, Grid};
use wattpix_core::measured;
use wattpix_core::words::Word;

use crate::parts::figure;
use crate::say::{Told, said};
use crate::view::View;

/// Stable name.
pub const ID: &str = "heat-map";

/// Caption.
pub const TITLE: Word = Word::HEAT_TITLE;

/// Shades, from the least energy of the table to the most.
const SHADES: f64 = 9.0;

/// The paper's grid for what is asked, a precision that it lacks first.
fn grid(view: &View) -> Grid {
    let question = &view.page.main.question;
    let mut grid = Grid::of_paper(question.gpu);
    let asked = question.workload.precision();
    if !grid.precisions.contains(&asked) {
        grid.precisions.insert(0, asked);
    }
    grid
}

fn blocks(view: &View) -> Vec<Block<'static>> {
    let answer = |question: &Question| {
        let mut configuration = view.page.main.clone();
        configuration.question = *question;
        view.answer(&configuration).ok()
    };
    grid(view).blocks(&view.page.main.question, &answer, &measured::energy)
}

/// The tables with their caption and menu.
pub fn figure(view: &View) -> Markup {
    let blocks = blocks(view);
    let energies = blocks.iter().flat_map(|block| block.rows.iter().flatten().flatten());
    let energies = energies.map(|entry| entry.estimate.energy.joules());
    let (least, most) = energies.fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(x), b.max(x)));
    let shade = |joules: f64| match (most / least).ln() {
        range if range > 0.0 => ((joules / least).ln() / range * SHADES) as u32,
        _ => 0,
    };
    let (words, question) = (view.words, &view.page.main.question);
    let caption = words.say(
        Word::HEAT_CAPTION,
        &[
            ("title", words.text(TITLE)),
            ("unit", view.page.unit.symbol()),
            ("model", question.workload.model().label),
            ("gpu", question.gpu.label),
        ],
    );
    html! {
        figure.heat data-table=(ID) {
            figcaption { (caption) }
            p.about {
                (said(words, Word::HEAT_ABOUT, [
                    ("predicted", html! { (Told(words, Word::HEAT_PREDICTED)) }),
                    ("italics", html! { i { (Told(words, Word::HEAT_ITALICS)) } }),
                ]))
            }
            div.blocks { @for block in &blocks { (table_of(view, block, &shade)) } }
            (figure::menu(words, false))
        }
    }
}

fn table_of(view: &View, block: &Block, shade: &impl Fn(f64) -> u32) -> Markup {
    let words = view.words;
    let caption = [block.precision.name(), ", ", words.text(block.guidance.words())].concat();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(figure::scrollable(words, &caption)) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        th scope="col" { (Told(words, Word::HEAT_CORNER)) }
                        @for steps in grid::STEPS { th.numeric scope="col" { (steps) } }
                    }
                }
                tbody {
                    @for (side, row) in grid::SIDES.iter().zip(&block.rows) {
                        tr {
                            th scope="row" { (side) "²" }
                            @for (steps, entry) in grid::STEPS.iter().zip(row) {
                                @match entry {
                                    Some(entry) => (cell(view, entry, *side, *steps, shade)),
                                    None => td.numeric { (Told(words, Word::HEAT_NOTHING)) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(view: &View, entry: &grid::Cell, side: u32, steps: u32, shade: &impl Fn(f64) -> u32) -> Markup {
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
    html! {
        td class=(class) data-measured[entry.measured.is_some()] data-extrapolated[extrapolated] {
            a href=(link) title=(range) { (words.rounded(unit.of(estimate.energy))) }
            @if extrapolated { span.unseen { " " (Told(words, Word::HEAT_EXTRAPOLATED)) } }
            @if let Some(measured) = entry.measured {
                b { span.unseen { " " (Told(words, Word::CHART_MEASURED)) " " } (words.significant(unit.of(measured), 3)) }
            }
        }
    }
}

/// The same as data.
pub fn table(view: &View) -> Table {
    let (words, unit) = (view.words, view.page.unit);
    let headers =
        [Word::HEAT_WIDTH, Word::HEAT_HEIGHT, Word::HEAT_STEPS, Word::FORM_PRECISION, Word::FORM_GUIDANCE];
    let mut headers = headers.map(|word| words.text(word).to_owned()).to_vec();
    for word in [Word::HEAT_PREDICTED_IN, Word::HEAT_LOW_IN, Word::HEAT_HIGH_IN, Word::HEAT_MEASURED_IN] {
        headers.push(words.say(word, &[("unit", unit.symbol())]));
    }
    headers.push(words.text(Word::CHART_STATUS).to_owned());
    let text = |text: &str| Cell { shown: text.to_owned(), value: None };
    let number = |value: f64| Cell { shown: words.plain(value), value: Some(value) };
    let mut rows = Vec::new();
    for block in blocks(view) {
        for entry in block.rows.iter().flatten().flatten() {
            let Estimate { question, energy, low, high, .. } = &entry.estimate;
            let size = question.workload.size();
            let mut row: Vec<Cell> = [size.width, size.height, question.workload.steps()]
                .map(|count| number(f64::from(count)))
                .into();
            row.extend([text(block.precision.name()), text(block.guidance.name())]);
            row.extend([*energy, *low, *high].map(|energy| number(unit.of(energy))));
            row.push(entry.measured.map_or_else(|| text(""), |energy| number(unit.of(energy))));
            let extrapolated = entry.estimate.is_extrapolated();
            let status = if extrapolated { Word::HEAT_EXTRAPOLATED } else { Word::CHART_PREDICTED };
            row.push(text(words.text(status)));
            rows.push(row);
        }
    }
    Table { headers, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn cells(query: &str) -> Vec<grid::Cell<'static>> {
        let view = View::of(Query::parse(query));
        blocks(&view).into_iter().flat_map(|block| block.rows).flatten().flatten().collect()
    }

    #[test]
    fn measured_cells_are_marked_where_they_were_measured_and_nowhere_else() {
        let marked = |query: &str| cells(query).iter().filter(|entry| entry.measured.is_some()).count();
        // The paper's cells of FLUX.1-dev and Qwen-Image on the A100.
        assert_eq!(marked(""), 2);
        assert_eq!(marked("?model=qwen-image"), 3);
        assert_eq!(marked("?gpu=h100"), 0, "nothing was measured there");
        assert_eq!(marked("?boundary=gross"), 0, "what was measured is net of idle power");
    }

    #[test]
    fn the_table_has_every_configuration_of_the_paper_once() {
        assert_eq!(cells("").len(), 80);
        assert_eq!(cells("?precision=bf16").len(), 120);
    }
}

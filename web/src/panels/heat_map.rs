//! The paper's table for any model and GPU: resolution and steps by precision and guidance, measured cells marked.

use maud::{Markup, html};
use wattpix_core::charts::{Cell, Table};
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::grid::{self, Block, Grid};
use wattpix_core::measured;
use wattpix_core::present::{plain, rounded, significant};

use crate::parts::figure;
use crate::view::View;

/// Stable name.
pub const ID: &str = "heat-map";

/// Caption.
pub const TITLE: &str = "Energy of one image by size and steps";

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
    html! {
        figure.heat data-table=(ID) {
            figcaption { (TITLE) ", " (view.page.unit.symbol()) ". " (view.page.main.question.workload.model().label) " on " (view.page.main.question.gpu.label) }
            p.about {
                "Predicted, " i { "in italics where the fit is extrapolated" } ". A framed cell was measured and published: the measured value stands "
                "below the predicted one. Colour is the logarithm of the energy."
            }
            div.blocks { @for block in &blocks { (table_of(view, block, &shade)) } }
            (figure::menu(false))
        }
    }
}

fn table_of(view: &View, block: &Block, shade: &impl Fn(f64) -> u32) -> Markup {
    let (precision, guidance) = (block.precision.name(), block.guidance.name());
    html! {
        div.scroll tabindex="0" role="region" aria-label={ (precision) ", guidance " (guidance) ", scrollable" } {
            table {
                caption { (precision) ", guidance " (guidance) }
                thead {
                    tr {
                        th scope="col" { "px \\ steps" }
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
                                    None => td.numeric { "n/a" },
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
    let unit = view.page.unit;
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
    let range = [&*unit.text(estimate.low), " to ", &unit.text(estimate.high)].concat();
    let extrapolated = estimate.is_extrapolated();
    let class = ["numeric shade-", &shade(estimate.energy.joules()).to_string()].concat();
    html! {
        td class=(class) data-measured[entry.measured.is_some()] data-extrapolated[extrapolated] {
            a href=(link) title=(range) { (rounded(unit.of(estimate.energy))) }
            @if extrapolated { span.unseen { " extrapolated" } }
            @if let Some(measured) = entry.measured {
                b { span.unseen { " measured " } (significant(unit.of(measured), 3)) }
            }
        }
    }
}

/// The same as data.
pub fn table(view: &View) -> Table {
    let unit = view.page.unit;
    let symbol = unit.symbol();
    let named = |name: &str| format!("{name} ({symbol})");
    let mut headers =
        ["Width (px)", "Height (px)", "Steps", "Precision", "Guidance"].map(str::to_owned).to_vec();
    headers.extend(["Predicted", "Low", "High", "Measured"].map(named));
    headers.push("Status".to_owned());
    let text = |text: &str| Cell { shown: text.to_owned(), value: None };
    let number = |value: f64| Cell { shown: plain(value), value: Some(value) };
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
            row.push(text(if entry.estimate.is_extrapolated() { "extrapolated" } else { "predicted" }));
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

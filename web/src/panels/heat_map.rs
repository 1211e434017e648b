//! The paper's table for any model and GPU: resolution and steps by precision and guidance, measured cells marked.

use maud::{Markup, html};
use wattpix_core::charts::{Cell, Table};
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::measured;
use wattpix_core::model::Pixels;
use wattpix_core::present::{plain, rounded, significant};
use wattpix_core::units::Energy;
use wattpix_core::workload::{Guidance, Precision};

use crate::parts::figure;
use crate::view::View;

/// Stable name.
pub const ID: &str = "heat-map";

/// Caption.
pub const TITLE: &str = "Energy of one image by size and steps";

/// Rows and columns of the paper's tables (arXiv:2511.17031, tables 6 to 9).
const SIDES: [u32; 4] = [256, 512, 768, 1024];
const STEPS: [u32; 5] = [10, 20, 30, 40, 50];

/// Shades, from the least energy of the table to the most.
const SHADES: f64 = 9.0;

/// One table: a precision and guidance.
struct Block {
    precision: Precision,
    guidance: Guidance,
    rows: Vec<Vec<Option<Entry>>>,
}

/// One cell.
struct Entry {
    estimate: Estimate<'static>,
    measured: Option<Energy>,
}

fn blocks(view: &View) -> Vec<Block> {
    let question = &view.page.main.question;
    // fp32 is the paper's other precision; a third one that is asked for comes first.
    let mut precisions = vec![Precision::Fp16, Precision::Fp32];
    let asked = question.workload.precision();
    if !precisions.contains(&asked) {
        precisions.insert(0, asked);
    }
    precisions.retain(|precision| question.gpu.has(*precision));
    let each = precisions
        .iter()
        .flat_map(|precision| [Guidance::Off, Guidance::On].map(|guidance| (*precision, guidance)));
    each.map(|(precision, guidance)| Block {
        precision,
        guidance,
        rows: SIDES
            .map(|side| STEPS.map(|steps| entry(view, side, steps, precision, guidance)).into())
            .into(),
    })
    .collect()
}

fn entry(view: &View, side: u32, steps: u32, precision: Precision, guidance: Guidance) -> Option<Entry> {
    let mut configuration = view.page.main.clone();
    let workload =
        configuration.question.workload.with_size(Pixels::square(side)).ok()?.with_steps(steps).ok()?;
    let workload = workload.with_precision(precision).with_guidance(guidance);
    configuration.question = Question { workload, ..configuration.question };
    let estimate = view.answer(&configuration).ok()?;
    Some(Entry { estimate, measured: measured::energy(&configuration.question) })
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
                        @for steps in STEPS { th.numeric scope="col" { (steps) } }
                    }
                }
                tbody {
                    @for (side, row) in SIDES.iter().zip(&block.rows) {
                        tr {
                            th scope="row" { (side) "²" }
                            @for (steps, entry) in STEPS.iter().zip(row) {
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

fn cell(view: &View, entry: &Entry, side: u32, steps: u32, shade: &impl Fn(f64) -> u32) -> Markup {
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
    let range = [unit.text(estimate.low), unit.text(estimate.high)].join(" to ");
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

    fn cells(query: &str) -> Vec<Entry> {
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
        assert_eq!(cells("").len(), SIDES.len() * STEPS.len() * 4);
        assert_eq!(cells("?precision=bf16").len(), SIDES.len() * STEPS.len() * 6);
    }
}

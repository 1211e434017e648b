//! The paper's table for any model and GPU as data: resolution and steps by precision and guidance, measured cells marked. The panel of the
//! same name shows it.

use wattpix_core::charts::{Cell, Table};
use wattpix_core::error::Choice;
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::grid::{Block, Grid};
use wattpix_core::measured;
use wattpix_core::words::Word;

use crate::view::View;

/// Stable name.
pub const ID: &str = "heat-map";

/// Caption.
pub const TITLE: Word = Word::HEAT_TITLE;

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

/// Every cell of the table, block by block.
pub fn blocks(view: &View) -> Vec<Block<'static>> {
    let answer = |question: &Question| {
        let mut configuration = view.page.main.clone();
        configuration.question = *question;
        view.answer(&configuration).ok()
    };
    grid(view).blocks(&view.page.main.question, &answer, &measured::energy)
}

/// Returns the table of files.
pub fn table(view: &View) -> Table {
    let (words, unit) = (view.words, view.page.unit);
    let headers =
        [Word::HEAT_WIDTH, Word::HEAT_HEIGHT, Word::HEAT_STEPS, Word::FORM_PRECISION, Word::FORM_GUIDANCE];
    let mut headers = headers.map(|word| words.text(word).to_owned()).to_vec();
    for word in [Word::HEAT_PREDICTED_IN, Word::HEAT_LOW_IN, Word::HEAT_HIGH_IN, Word::HEAT_MEASURED_IN] {
        headers.push(words.say(word, &[("unit", unit.symbol())]));
    }
    headers.push(words.text(Word::CHART_STATUS).to_owned());
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |value: f64| Cell::Number { value, decimal: words.decimal() };
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
    use wattpix_core::grid;

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

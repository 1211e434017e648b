//! The least energy for so many steps × pixels, on the chosen GPU and on any, with the budget.

use wattpix_core::charts::{Axis, Drawing, Error, LineChart, LinePoint, Series};
use wattpix_core::estimate::Estimate;
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use super::sweep_line::BAND;
use crate::budget::Budget;
use crate::front::Candidate;
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "pareto", title: Word::PARETO_CHART_TITLE, draw };

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let question = &view.page.main.question;
    let mut chart = LineChart::new(
        look.frame(CHART.id, Word::PARETO_CHART_ABOUT, view),
        Axis::log(view.words.text(Word::PARETO_CHART_AXIS), ""),
        Axis::log(view.words.text(Word::FIGURE_ENERGY), unit.symbol()),
    );
    chart.band_label = view.words.text(BAND).to_owned();
    let interval = |estimate: &Estimate| (unit.of(estimate.low), unit.of(estimate.high));
    let mut add = |label: String, front: &[Candidate], band: bool| {
        let point = |choice: &Candidate| LinePoint {
            x: choice.work(),
            y: unit.of(choice.estimate.energy),
            interval: band.then(|| interval(&choice.estimate)),
            outside: choice.estimate.is_extrapolated(),
        };
        chart.series.push(Series { label, line: front.iter().map(point).collect(), ..Series::default() });
    };
    let fronts = view.fronts();
    add(question.gpu.label.to_owned(), &fronts.chosen, true);
    add(view.words.text(Word::FIGURE_ANY_GPU).to_owned(), &fronts.any, false);
    let (budget, _) = Budget::read(view);
    if let Ok(most) = budget.energy_per_image(view) {
        let xs = chart.series.iter().flat_map(|series| &series.line).map(|point| point.x);
        let (least, last) = xs.fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(x), b.max(x)));
        if least < last {
            let end = |x: f64| LinePoint { x, y: unit.of(most), ..LinePoint::default() };
            let amount = [&view.words.plain(budget.amount), " ", budget.unit.label(view.words)].concat();
            let label = view.words.say(Word::FIGURE_BUDGET, &[("amount", &amount)]);
            chart.series.push(Series { label, line: vec![end(least), end(last)], ..Series::default() });
        }
    }
    Some(chart.draw())
}

//! Effect of each setting on the energy over the paper's grid, as shares of all of them together.

use wattpix_core::charts::{Drawing, Error, StackedBar, StackedBars};
use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::grid;
use wattpix_core::model::Pixels;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use super::chart::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "contributions", title: Word::DRIVERS_CHART_TITLE, draw };

/// The paper's grid, from end to end.
const STEPS: [u32; 2] = [grid::STEPS[0], grid::STEPS[4]];
const SIDES: [u32; 2] = [grid::SIDES[0], grid::SIDES[3]];

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let bars = view.configurations().zip(view.names());
    let bars = bars.filter_map(|(configuration, label)| bar(view, configuration, label));
    let chart = StackedBars {
        frame: look.frame(CHART.id, Word::DRIVERS_CHART_ABOUT, view),
        title: view.words.text(Word::DRIVERS_CHART_AXIS).to_owned(),
        unit: String::new(),
        parts: [
            Word::DRIVERS_CHART_SIDE,
            Word::DRIVERS_CHART_STEPS,
            Word::DRIVERS_CHART_PRECISION,
            Word::DRIVERS_CHART_GUIDANCE,
        ]
        .map(|word| view.words.text(word).to_owned())
        .to_vec(),
        bars: bars.collect(),
    };
    Some(chart.draw())
}

/// Returns the bar of a setting varied from end to end, all else as chosen; `None` where an end cannot be answered.
fn bar(view: &View, configuration: &Configuration, label: String) -> Option<StackedBar> {
    let fit = view.answer(configuration).ok()?.fit;
    let asked = &configuration.question;
    let ln = |ends: [Option<Workload>; 2]| {
        let [from, to] = ends.map(|workload| {
            let question = Question { workload: workload?, ..*asked };
            Some(estimate_with(fit, &question).ok()?.energy.joules())
        });
        Some((to? / from?).ln().abs())
    };
    let workload = asked.workload;
    let values = vec![
        ln(SIDES.map(|side| workload.with_size(Pixels::square(side)).ok()))?,
        ln(STEPS.map(|steps| workload.with_steps(steps).ok()))?,
        ln(grid::PRECISIONS.map(|precision| Some(workload.with_precision(precision))))?,
        ln(grid::GUIDANCE.map(|guidance| Some(workload.with_guidance(guidance))))?,
    ];
    Some(StackedBar { label, values })
}

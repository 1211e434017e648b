//! Energy of one image, configuration beside configuration, with ratios to the first.

use wattpix_core::charts::{Axis, Bar, BarGroup, BarKind, Drawing, Error, GroupedBars};
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "comparison", title: Word::COMPARISON_CHART_TITLE, draw };

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let frame = look.frame(CHART.id, Word::COMPARISON_CHART_ABOUT, view);
    let mut chart = GroupedBars::new(
        frame,
        Axis::linear(view.words.text(Word::FIGURE_ENERGY), unit.symbol()).from_zero(),
    );
    for (configuration, label) in view.configurations().zip(view.names()) {
        let Ok(estimate) = view.answer(configuration) else { continue };
        let bar = Bar {
            value: unit.of(estimate.energy),
            interval: Some((unit.of(estimate.low), unit.of(estimate.high))),
            kind: if estimate.is_extrapolated() { BarKind::Outside } else { BarKind::Predicted },
        };
        chart.groups.push(BarGroup { label, bars: vec![Some(bar)] });
    }
    if chart.groups.len() > 1 {
        chart.baseline = Some((0, 0));
    }
    Some(chart.draw())
}

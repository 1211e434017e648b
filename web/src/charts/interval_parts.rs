//! Parts of the half-width of an estimate's interval.

use wattpix_core::charts::{Drawing, Error, StackedBar, StackedBars};
use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::Cause;
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use crate::view::View;

/// The chart.
pub const CHART: Chart = Chart { id: "interval-parts", title: Word::INTERVAL_CHART_TITLE, draw };

/// Parts of a bar: what is unknown of a GPU in one, and everything else that was assumed.
const PARTS: [(Word, &[Cause]); 6] = [
    (Word::INTERVAL_CHART_UNEXPLAINED, &[Cause::Unexplained]),
    (Word::INTERVAL_CHART_PARAMETERS, &[Cause::Parameters]),
    (Word::INTERVAL_CHART_LABORATORY, &[Cause::Laboratory]),
    (Word::INTERVAL_CHART_MODEL, &[Cause::Model]),
    (Word::INTERVAL_CHART_GPU, &[Cause::Gpu, Cause::Architecture, Cause::DataSheet]),
    (Word::INTERVAL_CHART_OTHER, &[Cause::Precision, Cause::Range, Cause::Compiled, Cause::Power]),
];

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let bars = view.configurations().zip(view.names());
    let bars = bars.filter_map(|(configuration, label)| bar(view, configuration, label));
    let chart = StackedBars {
        frame: look.frame(CHART.id, Word::INTERVAL_CHART_ABOUT, view),
        title: view.words.text(Word::INTERVAL_CHART_AXIS).to_owned(),
        unit: String::new(),
        parts: PARTS.map(|(word, _)| view.words.text(word).to_owned()).to_vec(),
        bars: bars.collect(),
    };
    Some(chart.draw())
}

fn bar(view: &View, configuration: &Configuration, label: String) -> Option<StackedBar> {
    let parts = view.answer(configuration).ok()?.interval_parts();
    let value = |(_, causes): (Word, &[Cause])| {
        parts.iter().filter(|part| causes.contains(&part.cause)).map(|part| part.ln_adds).sum()
    };
    Some(StackedBar { label, values: PARTS.map(value).to_vec() })
}

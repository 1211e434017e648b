//! Predictions of the fits for the published measurements.

use wattpix_core::charts::{Axis, Dot, DotKind, Drawing, Error, LineChart, LinePoint, Series};
use wattpix_core::estimate::estimate;
use wattpix_core::measured;
use wattpix_core::present::EnergyUnit;
use wattpix_core::words::Word;

use super::chart::{Chart, Look};
use crate::view::{View, what};

/// The chart.
pub const CHART: Chart = Chart { id: "predicted-against-measured", title: Word::MEASURED_CHART_TITLE, draw };

/// Fits that are drawn, each a series of its own beside the diagonal.
const MOST_FITS: usize = 5;

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let mut chart = LineChart::new(
        look.frame(CHART.id, Word::MEASURED_CHART_ABOUT, view),
        Axis::log(view.words.text(Word::MEASURED_CHART_MEASURED), unit.symbol()),
        Axis::log(view.words.text(Word::MEASURED_CHART_PREDICTED), unit.symbol()),
    );
    chart.series = by_fit(view, unit);
    let ends = chart.series.iter().flat_map(|series| &series.dots).flat_map(|dot| [dot.x, dot.y]);
    let (least, most) = ends.fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(x), b.max(x)));
    if least < most {
        let end = |x: f64| LinePoint { x, y: x, ..LinePoint::default() };
        let line = vec![end(least), end(most)];
        chart.series.push(Series {
            label: view.words.text(Word::CHART_AGREEMENT).to_owned(),
            line,
            ..Series::default()
        });
    }
    Some(chart.draw())
}

/// Every measurement within the boundary asked for, with what the fit that answers it says.
fn by_fit(view: &View, unit: EnergyUnit) -> Vec<Series> {
    let mut series: Vec<Series> = Vec::new();
    let boundary = view.page.main.question.boundary;
    for measurement in measured::ALL.iter().filter(|measurement| measurement.boundary == boundary) {
        let Ok(question) = measurement.question() else { continue };
        let Ok(estimate) = estimate(view.page.version.fits(), &question) else { continue };
        let dot = Dot {
            x: unit.of(measurement.energy()),
            y: unit.of(estimate.energy),
            interval: Some((unit.of(estimate.low), unit.of(estimate.high))),
            kind: DotKind::Predicted,
            label: [measurement.by, ", ", &what(view.words, &question)].concat(),
        };
        let id = estimate.fit.id();
        if let Some(series) = series.iter_mut().find(|series| series.label == id) {
            series.dots.push(dot);
        } else if series.len() < MOST_FITS {
            series.push(Series { label: id.to_owned(), dots: vec![dot], ..Series::default() });
        }
    }
    series
}

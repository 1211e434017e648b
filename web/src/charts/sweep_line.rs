//! A line of estimates over one setting, with the interval and the configuration asked for.

use wattpix_core::charts::{Axis, Current, Drawing, Error, Frame, LineChart, LinePoint, Series};
use wattpix_core::estimate::Estimate;
use wattpix_core::sweep::Point;
use wattpix_core::words::Word;

use crate::view::View;

/// What the band of every line is.
pub(super) const BAND: Word = Word::FIGURE_INTERVAL;

/// Draws `points` over `x`. `asked` is where the view's own estimate stands, `fitted` the range that the fit saw.
pub fn draw(
    view: &View,
    estimate: &Estimate,
    frame: Frame,
    x: Axis,
    asked: f64,
    points: &[Point],
    fitted: [u32; 2],
) -> Result<Drawing, Error> {
    let unit = view.page.unit;
    let interval = |estimate: &Estimate| Some((unit.of(estimate.low), unit.of(estimate.high)));
    let outside = |x: f64| x < f64::from(fitted[0]) || x > f64::from(fitted[1]);
    let mut chart = LineChart::new(
        frame,
        x,
        Axis::linear(view.words.text(Word::FIGURE_ENERGY), unit.symbol()).from_zero(),
    );
    chart.band_label = view.words.text(BAND).to_owned();
    let line = points.iter().map(|point| LinePoint {
        x: point.x,
        y: unit.of(point.estimate.energy),
        interval: interval(&point.estimate),
        outside: outside(point.x),
    });
    chart.series.push(Series {
        label: estimate.question.workload.model().label.to_owned(),
        line: line.collect(),
        ..Series::default()
    });
    chart.current.push(Current {
        x: asked,
        y: unit.of(estimate.energy),
        interval: interval(estimate),
        outside: outside(asked),
        ..Current::default()
    });
    chart.draw()
}

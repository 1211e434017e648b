//! Lines of estimates over one setting, one a configuration that is compared, each with its interval and the configuration asked for.

use wattpix_core::charts::{Axis, Current, Drawing, Error, Frame, LineChart, LinePoint, Series};
use wattpix_core::configuration::Configuration;
use wattpix_core::error::Error as Refused;
use wattpix_core::estimate::Estimate;
use wattpix_core::fit::schema::Ranges;
use wattpix_core::sweep::Point;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use crate::view::View;

/// Name of the band of every line.
pub(super) const BAND: Word = Word::FIGURE_INTERVAL;

/// Gives the estimates along the setting.
type Points<'a> = dyn Fn(&Configuration, &Estimate<'static>) -> Result<Vec<Point<'static>>, Refused> + 'a;

/// A setting that is varied.
pub struct Varied<'a> {
    /// Axis of the setting.
    pub axis: Axis,
    /// Returns the place of a configuration on the axis.
    pub place: fn(&Workload) -> f64,
    /// The least and the most that a fit saw.
    pub fitted: fn(&Ranges) -> [u32; 2],
    /// The estimates along it.
    pub points: &'a Points<'a>,
}

/// Draws every configuration of the view; `None` where none has an estimate.
pub fn draw(view: &View, frame: Frame, varied: &Varied) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let interval = |estimate: &Estimate| Some((unit.of(estimate.low), unit.of(estimate.high)));
    let energy = match view.page.main.question.workload.makes_video() {
        true => Word::CLIP_ENERGY,
        false => Word::FIGURE_ENERGY,
    };
    let mut chart = LineChart::new(
        frame,
        varied.axis.clone(),
        Axis::linear(view.words.text(energy), unit.symbol()).from_zero(),
    );
    chart.band_label = view.words.text(BAND).to_owned();
    for (configuration, label) in view.configurations().zip(view.names()) {
        let Ok(estimate) = view.answer(configuration) else { continue };
        let Ok(points) = (varied.points)(configuration, &estimate) else { continue };
        let [least, most] = (varied.fitted)(&estimate.fit.file().ranges).map(f64::from);
        let outside = |x: f64| x < least || x > most;
        let asked = (varied.place)(&configuration.question.workload);
        chart.current.push(Current {
            series: chart.series.len(),
            x: asked,
            y: unit.of(estimate.energy),
            interval: interval(&estimate),
            outside: outside(asked),
            ..Current::default()
        });
        let line = points.iter().map(|point| LinePoint {
            x: point.x,
            y: unit.of(point.estimate.energy),
            interval: interval(&point.estimate),
            outside: outside(point.x),
        });
        chart.series.push(Series { label, line: line.collect(), ..Series::default() });
    }
    (!chart.series.is_empty()).then(|| chart.draw())
}

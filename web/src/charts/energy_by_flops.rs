//! Energy against operations on logarithmic axes: the law with its interval, and the published measurements behind it.

use wattpix_core::charts::{Axis, Current, Dot, DotKind, Drawing, Error, LineChart, LinePoint, Series};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::Estimate;
use wattpix_core::measured;
use wattpix_core::sweep;
use wattpix_core::words::Word;
use wattpix_core::workload::{MAX_STEPS, Workload};

use super::chart::{Chart, Look};
use super::sweep_line::BAND;
use crate::view::{View, how};

/// The chart.
pub const CHART: Chart = Chart { id: "energy-by-flops", title: Word::FLOPS_CHART_TITLE, draw };

/// GFLOP in a TFLOP.
const GFLOP_PER_TFLOP: f64 = 1e3;

/// Steps along the line, some ten to a factor of ten.
const STEPS: [u32; 24] =
    [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 250, 400, 640, MAX_STEPS];

/// Steps to which the line reaches at least.
const LEAST_RANGE: u32 = 100;

fn draw(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let frame = look.frame(CHART.id, Word::FLOPS_CHART_ABOUT, view);
    let (x, y) = (
        Axis::log(view.words.text(Word::FLOPS_CHART_AXIS), "TFLOP"),
        Axis::log(view.words.text(Word::FIGURE_ENERGY), unit.symbol()),
    );
    let mut chart = LineChart::new(frame, x, y);
    chart.band_label = view.words.text(BAND).to_owned();
    for (configuration, label) in view.configurations().zip(view.names()) {
        let Ok(estimate) = view.answer(configuration) else { continue };
        chart.current.push(Current {
            series: chart.series.len(),
            x: tflop(&configuration.question.workload),
            y: unit.of(estimate.energy),
            interval: Some((unit.of(estimate.low), unit.of(estimate.high))),
            outside: estimate.is_extrapolated(),
            ..Current::default()
        });
        chart.series.push(Series {
            label,
            line: line(view, configuration, &estimate),
            dots: dots(view, configuration),
        });
    }
    Some(chart.draw())
}

fn tflop(workload: &Workload) -> f64 {
    FlopBreakdown::of(workload).total_gflops() / GFLOP_PER_TFLOP
}

/// Steps varied, all else as asked.
fn line(view: &View, configuration: &Configuration, estimate: &Estimate<'static>) -> Vec<LinePoint> {
    let unit = view.page.unit;
    let asked = configuration.question.workload.steps();
    let most = LEAST_RANGE.max(2 * asked);
    let steps = STEPS.into_iter().filter(|steps| *steps <= most);
    let [least, last] = estimate.fit.file().ranges.steps;
    let points =
        sweep::over_steps(view.page.version.fits(), Some(estimate.fit), &configuration.question, steps);
    let point = |point: &sweep::Point| LinePoint {
        x: tflop(&point.estimate.question.workload),
        y: unit.of(point.estimate.energy),
        interval: Some((unit.of(point.estimate.low), unit.of(point.estimate.high))),
        outside: point.x < f64::from(least) || point.x > f64::from(last),
    };
    points.unwrap_or_default().iter().map(point).collect()
}

/// Measurements of the same model on the same GPU, at the same precision and within the same boundary.
fn dots(view: &View, configuration: &Configuration) -> Vec<Dot> {
    let alike = measured::ALL.iter().filter(|measurement| measurement.is_like(&configuration.question));
    let dot = |measurement: &measured::Measurement| {
        let workload = measurement.question().ok()?.workload;
        Some(Dot {
            x: tflop(&workload),
            y: view.page.unit.of(measurement.energy()),
            interval: None,
            kind: DotKind::Measured,
            label: [measurement.by, ", ", &how(view.words, &workload)].concat(),
        })
    };
    alike.filter_map(dot).collect()
}

//! A person's own measurements: their energy against operations beside what is predicted, and predicted against measured.

use wattpix_core::charts::{Axis, Dot, DotKind, Drawing, Error, LineChart, LinePoint, Series};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::estimate::{Estimate, estimate};
use wattpix_core::words::{Word, Words};

use super::chart::{Chart, Look};
use crate::own::points::{self, Point};
use crate::view::{View, what};

/// Energy against operations.
pub const ENERGY: Chart = Chart { id: "own-measurements", title: Word::OWN_CHART_TITLE, draw: energy };

/// Predicted against measured.
pub const AGREEMENT: Chart =
    Chart { id: "own-agreement", title: Word::OWN_CHART_AGREEMENT_TITLE, draw: agreement };

/// GFLOP in a TFLOP.
const GFLOP_PER_TFLOP: f64 = 1e3;

/// The lower end of an error bar that would reach below zero, as a share of the value: the axis is logarithmic.
const LOWEST: f64 = 0.01;

/// The series of measured points: of real meters, and of fake ones.
const MEASURED: [(bool, Word); 2] = [(false, Word::OWN_CHART_MEASURED), (true, Word::OWN_CHART_FAKE)];

/// Points within the boundary asked for, each with what answers it.
fn answered(view: &View) -> Vec<(Point, Option<Estimate<'static>>)> {
    let boundary = view.page.main.question.boundary;
    let points = points::all().into_iter().filter(|point| point.question.boundary == boundary);
    points
        .map(|point| {
            let estimate = estimate(view.fits(), &point.question).ok();
            (point, estimate)
        })
        .collect()
}

fn label(words: Words, point: &Point) -> String {
    let what = what(words, &point.question);
    if point.runs > 1 {
        words.say(Word::OWN_CHART_MEAN, &[("what", &what), ("runs", &point.runs.to_string())])
    } else {
        what
    }
}

fn energy(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let points = answered(view);
    if points.is_empty() {
        return None;
    }
    let tflop = |point: &Point| FlopBreakdown::of(&point.question.workload).total_gflops() / GFLOP_PER_TFLOP;
    let frame = look.frame(ENERGY.id, Word::OWN_CHART_ABOUT, view);
    let (x, y) = (
        Axis::log(view.words.text(Word::FLOPS_CHART_AXIS), "TFLOP"),
        Axis::log(view.words.text(Word::FIGURE_ENERGY), unit.symbol()),
    );
    let mut chart = LineChart::new(frame, x, y);
    let predicted = points.iter().filter_map(|(point, estimate)| {
        let estimate = estimate.as_ref()?;
        Some(Dot {
            x: tflop(point),
            y: unit.of(estimate.energy),
            interval: Some((unit.of(estimate.low), unit.of(estimate.high))),
            kind: DotKind::Outside,
            label: [what(view.words, &point.question), ", ".to_owned(), estimate.fit.file().id.to_string()]
                .concat(),
        })
    });
    chart.series.push(Series {
        label: view.words.text(Word::CHART_PREDICTED).to_owned(),
        dots: predicted.collect(),
        ..Series::default()
    });
    for (fake, name) in MEASURED {
        let mine = points.iter().map(|(point, _)| point).filter(|point| point.fake == fake);
        let dots: Vec<Dot> = mine
            .map(|point| {
                let (y, error) = (unit.of(point.energy), unit.of(point.error));
                Dot {
                    x: tflop(point),
                    y,
                    interval: (error > 0.0).then(|| ((y - error).max(LOWEST * y), y + error)),
                    kind: DotKind::Measured,
                    label: label(view.words, point),
                }
            })
            .collect();
        if !dots.is_empty() {
            chart.series.push(Series { label: view.words.text(name).to_owned(), dots, ..Series::default() });
        }
    }
    Some(chart.draw())
}

fn agreement(view: &View, look: Look) -> Option<Result<Drawing, Error>> {
    let unit = view.page.unit;
    let points = answered(view);
    let dots: Vec<Dot> = points
        .iter()
        .filter_map(|(point, estimate)| {
            let estimate = estimate.as_ref()?;
            Some(Dot {
                x: unit.of(point.energy),
                y: unit.of(estimate.energy),
                interval: Some((unit.of(estimate.low), unit.of(estimate.high))),
                kind: DotKind::Predicted,
                label: label(view.words, point),
            })
        })
        .collect();
    if dots.is_empty() {
        return None;
    }
    let mut chart = LineChart::new(
        look.frame(AGREEMENT.id, Word::OWN_CHART_AGREEMENT_ABOUT, view),
        Axis::log(view.words.text(Word::MEASURED_CHART_MEASURED), unit.symbol()),
        Axis::log(view.words.text(Word::MEASURED_CHART_PREDICTED), unit.symbol()),
    );
    let ends = dots.iter().flat_map(|dot| [dot.x, dot.y]);
    let (least, most) = ends.fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(x), b.max(x)));
    chart.series.push(Series {
        label: view.words.text(Word::OWN_CHART_YOURS).to_owned(),
        dots,
        ..Series::default()
    });
    if least < most {
        let line = [least, most].map(|x| LinePoint { x, y: x, ..LinePoint::default() }).into();
        chart.series.push(Series {
            label: view.words.text(Word::CHART_AGREEMENT).to_owned(),
            line,
            ..Series::default()
        });
    }
    Some(chart.draw())
}

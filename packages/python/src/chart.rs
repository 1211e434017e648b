//! Charts of configurations as SVG files.

use std::ops::RangeInclusive;
use std::slice;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wattpix_core::charts::{
    Axis, Current, Drawing, Error, Frame, LineChart, LinePoint, Series, StackedBar, StackedBars, Theme,
    standalone,
};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::Key;
use wattpix_core::estimate::Estimate;
use wattpix_core::fit::schema::Ranges;
use wattpix_core::sweep::{Point, over_sides, over_steps};
use wattpix_core::words::{Word, Words};
use wattpix_core::workload::{MAX_STEPS, Workload};

use crate::coefficients::Coefficients;
use crate::refusal::refused;
use crate::settings::Settings;

/// Language of charts.
const WORDS: Words = Words::ENGLISH;

/// Points along a line, about.
const POINTS: u32 = 60;

/// Steps to which the axis reaches at least.
const LEAST_STEPS: u32 = 60;

/// Pixels between two sides drawn; multiples of 64 suit every model.
const SIDE_PITCH: u32 = 64;

/// Sides drawn, in multiples of [`SIDE_PITCH`].
const SIDES: RangeInclusive<u32> = 2..=32;

/// Sides that are labelled.
const SIDE_TICKS: [f64; 5] = [256.0, 512.0, 1024.0, 1536.0, 2048.0];

/// Operations in a TFLOP.
const OPERATIONS_PER_TFLOP: f64 = 1e12;

/// The charts by id, as on the page.
const CHARTS: [&str; 3] = ["energy-by-steps", "energy-by-side", "flops-by-component"];

/// Draws a chart of one or more configurations as an SVG file.
#[pyfunction]
#[pyo3(signature = (id, configurations, theme, width, coefficients=None, fit=None))]
pub fn chart(
    id: &str,
    configurations: Vec<Bound<'_, PyDict>>,
    theme: &str,
    width: u32,
    coefficients: Option<u32>,
    fit: Option<(String, String)>,
) -> PyResult<String> {
    let theme = match theme {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => return Err(refused(format_args!("unknown theme '{theme}'; choose light, dark"))),
    };
    let coefficients = Coefficients::new(coefficients, fit)?;
    let required: &[Key] = if id == CHARTS[2] { &[Key::Model] } else { &[Key::Model, Key::Gpu] };
    let mut asked = Vec::new();
    for given in &configurations {
        let settings = Settings::from_dict(given, coefficients.version)?;
        asked.push(settings.read(required).map_err(refused)?);
    }
    let frame = |title: Word| Frame {
        heading: true,
        ..Frame::new(["wattpix-", id].concat(), WORDS.text(title), width)
    };
    let drawing = match id {
        "energy-by-steps" => by_steps(frame(Word::STEPS_CHART_TITLE), &asked, &coefficients)?,
        "energy-by-side" => by_side(frame(Word::SIDE_CHART_TITLE), &asked, &coefficients)?,
        "flops-by-component" => by_component(frame(Word::COMPONENTS_CHART_TITLE), &asked),
        _ => return Err(refused(format_args!("unknown chart '{id}'; choose {}", CHARTS.join(", ")))),
    };
    Ok(standalone(&drawing.map_err(refused)?.svg, theme))
}

/// Names of configurations: the models, with the GPUs where these differ.
fn names(asked: &[Configuration]) -> Vec<String> {
    let one_gpu = asked.windows(2).all(|pair| pair[0].question.gpu.id == pair[1].question.gpu.id);
    let name = |one: &Configuration| {
        let (model, gpu) = (one.question.workload.model().label, one.question.gpu.label);
        if one_gpu { model.to_owned() } else { [model, ", ", gpu].concat() }
    };
    asked.iter().map(name).collect()
}

/// A setting along which energies are drawn.
struct Varied<'a> {
    axis: Axis,
    place: fn(&Workload) -> f64,
    fitted: fn(&Ranges) -> [u32; 2],
    points: &'a Points<'a>,
}

/// Gives the estimates along a setting.
type Points<'a> =
    dyn for<'e> Fn(&Configuration, &Estimate<'e>) -> Result<Vec<Point<'e>>, wattpix_core::error::Error> + 'a;

fn by_steps(
    frame: Frame,
    asked: &[Configuration],
    coefficients: &Coefficients,
) -> PyResult<Result<Drawing, Error>> {
    let farthest = asked.iter().map(|one| one.question.workload.steps()).max().unwrap_or_default();
    let most = LEAST_STEPS.max(farthest + farthest / 4).min(MAX_STEPS);
    let pitch = (most / POINTS).max(1);
    let varied = Varied {
        axis: Axis::linear(WORDS.text(Word::STEPS_CHART_AXIS), ""),
        place: |workload| f64::from(workload.steps()),
        fitted: |ranges| ranges.steps,
        points: &|one, estimate| {
            let at = one.question.workload.steps();
            let steps = (1..=most).filter(|steps| *steps == 1 || steps.is_multiple_of(pitch) || *steps == at);
            over_steps(slice::from_ref(estimate.fit), Some(estimate.fit), &one.question, steps)
        },
    };
    lines(frame, asked, coefficients, &varied)
}

fn by_side(
    frame: Frame,
    asked: &[Configuration],
    coefficients: &Coefficients,
) -> PyResult<Result<Drawing, Error>> {
    let varied = Varied {
        axis: Axis::linear(WORDS.text(Word::SIDE_CHART_AXIS), "px").ticks(&SIDE_TICKS),
        // The side of the square of the same area.
        place: |workload| (workload.size().area() as f64).sqrt(),
        fitted: |ranges| ranges.width,
        points: &|one, estimate| {
            let sides = SIDES.map(|multiple| multiple * SIDE_PITCH);
            over_sides(slice::from_ref(estimate.fit), Some(estimate.fit), &one.question, sides)
        },
    };
    lines(frame, asked, coefficients, &varied)
}

fn lines(
    frame: Frame,
    asked: &[Configuration],
    coefficients: &Coefficients,
    varied: &Varied,
) -> PyResult<Result<Drawing, Error>> {
    let interval = |estimate: &Estimate| Some((estimate.low.watt_hours(), estimate.high.watt_hours()));
    let energy = Axis::linear(WORDS.text(Word::FIGURE_ENERGY), "Wh").from_zero();
    let mut chart = LineChart::new(frame, varied.axis.clone(), energy);
    chart.band_label = WORDS.text(Word::FIGURE_INTERVAL).to_owned();
    for (one, label) in asked.iter().zip(names(asked)) {
        let estimate = coefficients.answer(one).map_err(refused)?;
        let points = (varied.points)(one, &estimate).map_err(refused)?;
        let [least, most] = (varied.fitted)(&estimate.fit.file().ranges).map(f64::from);
        let outside = |x: f64| x < least || x > most;
        let x = (varied.place)(&one.question.workload);
        chart.current.push(Current {
            series: chart.series.len(),
            x,
            y: estimate.energy.watt_hours(),
            interval: interval(&estimate),
            outside: outside(x),
            ..Current::default()
        });
        let line = points.iter().map(|point| LinePoint {
            x: point.x,
            y: point.estimate.energy.watt_hours(),
            interval: interval(&point.estimate),
            outside: outside(point.x),
        });
        chart.series.push(Series { label, line: line.collect(), ..Series::default() });
    }
    Ok(chart.draw())
}

fn by_component(frame: Frame, asked: &[Configuration]) -> Result<Drawing, Error> {
    let bar = |(one, label): (&Configuration, String)| {
        let counted = FlopBreakdown::of(&one.question.workload);
        let operations = [
            u128::from(counted.text_encoder.total()),
            counted.denoiser_operations(),
            u128::from(counted.decoder.total()),
        ];
        let values = operations.map(|operations| operations as f64 / OPERATIONS_PER_TFLOP).to_vec();
        StackedBar { label, values }
    };
    let parts = [
        Word::COMPONENTS_CHART_TEXT_ENCODERS,
        Word::COMPONENTS_CHART_DENOISER,
        Word::COMPONENTS_CHART_DECODER,
    ];
    StackedBars {
        frame,
        title: WORDS.text(Word::COMPONENTS_CHART_AXIS).to_owned(),
        unit: "TFLOP".to_owned(),
        parts: parts.map(|part| WORDS.text(part).to_owned()).to_vec(),
        bars: asked.iter().zip(names(asked)).map(bar).collect(),
    }
    .draw()
}

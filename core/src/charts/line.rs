//! Line charts as data: predicted lines with bands, measured points, the chosen configuration.

use super::axis::{Axis, Scale};
use super::error::{Error, MOST_SERIES, check, check_interval};
use super::frame::Frame;

/// A line chart: energy against steps, resolution or FLOPs, for one or more configurations.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// Id, title, width, language.
    pub frame: Frame,
    /// Axis along.
    pub x: Axis,
    /// Axis up.
    pub y: Axis,
    /// Series, at most six.
    pub series: Vec<Series>,
    /// Name of the bands, such as "90 % interval"; in the legend where a series has one.
    pub band_label: String,
    /// The chosen configurations, one a series at most.
    pub current: Vec<Current>,
}

/// A predicted line and the measured points that support it. Either may be empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Name in legend and table.
    pub label: String,
    /// The predicted line, in drawing order.
    pub line: Vec<LinePoint>,
    /// Single points.
    pub dots: Vec<Dot>,
}

/// A point of a predicted line.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LinePoint {
    /// Place along.
    pub x: f64,
    /// Predicted value.
    pub y: f64,
    /// Lower and upper end of the prediction interval.
    pub interval: Option<(f64, f64)>,
    /// Outside the fitted range: the line is dotted from here on.
    pub outside: bool,
}

/// A single point with its error bar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dot {
    /// Place along.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Lower and upper end of its error bar.
    pub interval: Option<(f64, f64)>,
    /// Kind of the point.
    pub kind: DotKind,
    /// Run behind the point, for hover and table, such as "1024 x 1024, fp16"; may be empty.
    pub label: String,
}

/// Measured or predicted: they look different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DotKind {
    /// Measured: filled.
    #[default]
    Measured,
    /// Predicted: filled, in charts that say in words what their points are.
    Predicted,
    /// Predicted outside the fitted range: hollow.
    Outside,
}

/// The chosen configuration, highlighted on its series.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Current {
    /// Series of the point, counting from 0.
    pub series: usize,
    /// Place along.
    pub x: f64,
    /// Predicted value.
    pub y: f64,
    /// Lower and upper end of the prediction interval, drawn as an error bar.
    pub interval: Option<(f64, f64)>,
    /// Outside the fitted range: hollow.
    pub outside: bool,
    /// Text beside it; empty: the value with its unit.
    pub label: String,
}

impl LineChart {
    /// An empty chart.
    pub fn new(frame: Frame, x: Axis, y: Axis) -> Self {
        Self { frame, x, y, series: Vec::new(), band_label: String::new(), current: Vec::new() }
    }

    /// Refuses what cannot be drawn, naming the series.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.frame.check()?;
        if self.series.len() > MOST_SERIES {
            return Err(Error::TooManySeries { given: self.series.len() });
        }
        let log = (self.x.scale == Scale::Log, self.y.scale == Scale::Log);
        let point = |label: &str, x: f64, y: f64, interval: Option<(f64, f64)>| {
            check(label, "x", x, log.0)?;
            check(label, "y", y, log.1)?;
            check_interval(label, interval, log.1)
        };
        for series in &self.series {
            for at in &series.line {
                point(&series.label, at.x, at.y, at.interval)?;
            }
            for dot in &series.dots {
                point(&series.label, dot.x, dot.y, dot.interval)?;
            }
        }
        for current in &self.current {
            let Some(series) = self.series.get(current.series) else {
                let count = self.series.len();
                return Err(Error::NoSuch { what: "series", given: current.series, count });
            };
            point(&series.label, current.x, current.y, current.interval)?;
        }
        Ok(())
    }

    /// All x values, and all y values with the ends of their intervals.
    pub(crate) fn values(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        let mut add = |x: f64, y: f64, interval: Option<(f64, f64)>| {
            xs.push(x);
            ys.push(y);
            if let Some((low, high)) = interval {
                ys.extend([low, high]);
            }
        };
        for series in &self.series {
            series.line.iter().for_each(|at| add(at.x, at.y, at.interval));
            series.dots.iter().for_each(|dot| add(dot.x, dot.y, dot.interval));
        }
        self.current.iter().for_each(|at| add(at.x, at.y, at.interval));
        (xs, ys)
    }
}

//! Line charts in words: description, read-outs and the data table.

use super::axis::Scale;
use super::line::{DotKind, LineChart};
use super::number::{add_interval, brief};
use super::prose::{add, heading, joined, with_unit};
use super::table::{Table, Value};
use crate::words::{Word, Words};

/// A point: x, y and interval.
pub(crate) type Values = (f64, f64, Option<(f64, f64)>);

impl DotKind {
    /// Returns the kind of point in words.
    pub(crate) fn status(self, words: Words) -> &'static str {
        match self {
            Self::Measured => words.text(Word::CHART_MEASURED),
            Self::Predicted => words.text(Word::CHART_PREDICTED),
            Self::Outside => words.text(Word::CHART_OUTSIDE),
        }
    }
}

impl LineChart {
    /// Returns a point as a sentence: "Flux.1-dev, Steps 50: 4.19 Wh, 3.5 to 5 Wh (chosen)".
    #[inline(never)]
    pub(crate) fn sentence(
        &self,
        series: usize,
        (x, y, interval): Values,
        label: &str,
        status: &str,
    ) -> String {
        let decimal = self.frame.words.decimal();
        let mut text = String::new();
        if self.series.len() > 1 {
            add(&mut text, &[&self.series[series].label, ", "]);
        }
        if !label.is_empty() {
            add(&mut text, &[label, ", "]);
        }
        if self.x.unit.is_empty() {
            add(&mut text, &[&self.x.title, " "]);
        }
        let (x, y) = (brief(x, decimal), brief(y, decimal));
        let colon = self.frame.words.text(Word::LANGUAGE_COLON);
        add(&mut text, &[&with_unit(&x, &self.x.unit), colon, &with_unit(&y, &self.y.unit)]);
        add_interval(&mut text, interval, &self.y.unit, self.frame.words);
        add(&mut text, &[" (", status, ")"]);
        text
    }

    /// The chart in a few sentences.
    pub(crate) fn description(&self) -> String {
        let words = self.frame.words;
        let number = |value: f64| brief(value, words.decimal());
        let [x, y] = [&self.x, &self.y].map(|axis| heading(&axis.title, &axis.unit));
        let mut text = words.say(Word::CHART_AGAINST, &[("y", &y), ("x", &x)]);
        if self.x.scale == Scale::Log || self.y.scale == Scale::Log {
            add(&mut text, &[", ", words.text(Word::CHART_LOGARITHMIC)]);
        }
        add(&mut text, &["."]);
        let colon = words.text(Word::LANGUAGE_COLON);
        let before = text.len();
        for series in &self.series {
            if let (Some(first), Some(last)) = (series.line.first(), series.line.last()) {
                let [from, to] = [first, last]
                    .map(|at| joined(&[&with_unit(&number(at.y), &self.y.unit), " (", &number(at.x), ")"]));
                let run = words.say(Word::NUMBER_RANGE, &[("low", &from), ("high", &to)]);
                add(&mut text, &[" ", &series.label, colon, &run, "."]);
            }
            let measured = series.dots.iter().filter(|dot| dot.kind == DotKind::Measured).count();
            if measured > 0 {
                add(
                    &mut text,
                    &[
                        " ",
                        &series.label,
                        colon,
                        &measured.to_string(),
                        " ",
                        words.text(Word::CHART_MEASURED),
                        ".",
                    ],
                );
            }
        }
        for current in &self.current {
            let status = if current.outside {
                words.text(Word::CHART_OUTSIDE)
            } else {
                words.text(Word::CHART_CURRENT)
            };
            let values = (current.x, current.y, current.interval);
            add(&mut text, &[" ", &self.sentence(current.series, values, &current.label, status), "."]);
        }
        if text.len() == before {
            add(&mut text, &[" ", words.text(Word::CHART_NOTHING), "."]);
        }
        text
    }

    /// All points: lines first, then dots, then the chosen ones.
    pub(crate) fn table(&self) -> Table {
        let words = self.frame.words;
        let [x, y] = [&self.x, &self.y].map(|axis| heading(&axis.title, &axis.unit));
        let [low, high] =
            [words.text(Word::CHART_LOW), words.text(Word::CHART_HIGH)].map(|end| joined(&[&y, ", ", end]));
        let mut table = Table::new(&[
            words.text(Word::CHART_SERIES),
            &x,
            &y,
            &low,
            &high,
            words.text(Word::CHART_STATUS),
        ]);
        let mut row = |name: &str, (x, y, interval): Values, status: &str| {
            let [low, high] = [interval.map(|ends| ends.0), interval.map(|ends| ends.1)].map(Value::Number);
            let (x, y) = (Value::Number(Some(x)), Value::Number(Some(y)));
            table.add(&[Value::Text(name), x, y, low, high, Value::Text(status)], words.decimal());
        };
        for series in &self.series {
            for at in &series.line {
                let status = if at.outside {
                    words.text(Word::CHART_OUTSIDE)
                } else {
                    words.text(Word::CHART_PREDICTED)
                };
                row(&series.label, (at.x, at.y, at.interval), status);
            }
            for dot in &series.dots {
                let status = dot.kind.status(words);
                let comma = if dot.label.is_empty() { "" } else { ", " };
                let name = joined(&[&series.label, comma, &dot.label]);
                row(&name, (dot.x, dot.y, dot.interval), status);
            }
        }
        for current in &self.current {
            let status = if current.outside {
                words.text(Word::CHART_OUTSIDE)
            } else {
                words.text(Word::CHART_CURRENT)
            };
            row(&self.series[current.series].label, (current.x, current.y, current.interval), status);
        }
        table
    }
}

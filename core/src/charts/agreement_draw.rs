//! Drawing of predicted against measured.

use super::agreement::{AgreementChart, MeasuredPair};
use super::error::Error;
use super::frame::{Drawing, HoverPoint};
use super::ink::{Ink, Role};
use super::legend::{Entry, Swatch};
use super::marker::Marker;
use super::number::{add_interval, brief};
use super::panel::{GAP_PX, Head, LINE_PX, Panel};
use super::prose::{add, heading, joined, with_unit};
use super::sheet::{Align, Sheet};
use super::table::{Table, Value};
use crate::words::Word;

/// Radius of a point in CSS pixels: many stand close together.
const POINT_PX: f64 = 3.5;

impl AgreementChart {
    /// Draws the chart.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::NotPositive`], [`Error::ReversedInterval`], [`Error::TooManyGroups`] and [`Error::Id`]. A chart
    /// without any point says that there is nothing to draw.
    pub fn draw(&self) -> Result<Drawing, Error> {
        self.check()?;
        // One range for both axes, so that the line of agreement runs from corner to corner.
        let numbers = |pair: &MeasuredPair| {
            let (low, high) = if self.bars { pair.interval } else { (pair.predicted, pair.predicted) };
            [pair.measured, pair.predicted, low, high]
        };
        let values: Vec<f64> = self.pairs().flat_map(|(_, pair)| numbers(pair)).collect();
        let range = values.iter().fold((f64::MAX, f64::MIN_POSITIVE), |(a, b), x| (a.min(*x), b.max(*x)));
        let axis = |axis: &super::Axis| {
            let mut axis = axis.clone();
            axis.range = (range.0 < range.1).then(|| (range.0 / MARGIN, range.1 * MARGIN));
            axis
        };
        let (x, y) = (axis(&self.measured), axis(&self.predicted));
        let head = Head::new(&self.frame, self.entries());
        let panel = Panel::new(&self.frame, (&x, &y), (&values, &values), head)?;
        let sheet = Sheet::new(self.frame.width_px() as u32, panel.height);
        panel.draw(&sheet);
        if values.is_empty() {
            let middle = panel.plot.at((0.5, 0.5));
            sheet.text(self.frame.words.text(Word::CHART_NOTHING), middle, Align::Middle, Role::Muted);
        } else {
            sheet.plot(panel.plot).line(&[(0.0, 0.0), (1.0, 1.0)], Ink::plain(Role::Line));
        }
        let at = |x: f64, y: f64| panel.plot.at((panel.x.unit(x), panel.y.unit(y)));
        for (group, pair) in self.pairs().filter(|_| self.bars) {
            let (low, high) = pair.interval;
            let ends = [at(pair.measured, low), at(pair.measured, high)];
            sheet.line(&ends, Ink::of(Role::Whisker, group));
        }
        let corner = panel.plot.at((0.0, 1.0));
        for (line, note) in self.notes.iter().enumerate() {
            let at = (corner.0 + GAP_PX, corner.1 + LINE_PX * (line as f64 + 1.0));
            sheet.text(note, at, Align::Start, Role::Text);
        }
        let mut points = Vec::new();
        for (group, pair) in self.pairs() {
            let (x, y) = at(pair.measured, pair.predicted);
            sheet.marker((x, y), Marker::new(group, !pair.is_held(), POINT_PX));
            points.push(HoverPoint { x, y, series: group, label: self.sentence(group, pair) });
        }
        let description = self.description();
        Ok(Drawing {
            svg: self.frame.document(panel.height, &description, &sheet.into_body()?),
            width: self.frame.width_px() as u32,
            height: panel.height,
            plot: panel.plot,
            description,
            table: self.table(),
            points,
        })
    }

    fn entries(&self) -> Vec<Entry> {
        let words = self.frame.words;
        let mut entries = Vec::new();
        let mut add = |swatch: Swatch, label: &str| entries.push(Entry { swatch, label: label.into() });
        let drawn = self.groups.iter().enumerate().filter(|(_, group)| !group.pairs.is_empty());
        for (index, group) in drawn {
            add(Swatch::Point(Marker::new(index, false, POINT_PX)), &group.label);
        }
        if self.pairs().next().is_some() {
            add(Swatch::Line(Ink::plain(Role::Line)), words.text(Word::CHART_AGREEMENT));
        }
        if self.pairs().any(|(_, pair)| !pair.is_held()) {
            let missed = words.say(Word::CHART_MISSES, &[("interval", &self.interval_label)]);
            add(Swatch::Point(Marker::plain(true, POINT_PX)), &missed);
        }
        entries
    }

    fn status(&self, pair: &MeasuredPair) -> String {
        let words = self.frame.words;
        let held = if pair.is_held() { Word::CHART_HOLDS } else { Word::CHART_MISSES };
        words.say(held, &[("interval", &self.interval_label)])
    }

    /// Returns a point as a sentence: "SDXL, 1024 × 1024 px: measured 0.5 Wh, predicted 0.6 Wh, 0.4 to 0.8 Wh (90 % interval holds it)".
    fn sentence(&self, group: usize, pair: &MeasuredPair) -> String {
        let words = self.frame.words;
        let unit = &self.predicted.unit;
        let [measured, predicted] =
            [pair.measured, pair.predicted].map(|value| with_unit(&brief(value, words.decimal()), unit));
        let mut text =
            joined(&[&self.groups[group].label, ", ", &pair.label, words.text(Word::LANGUAGE_COLON)]);
        add(&mut text, &[words.text(Word::CHART_MEASURED), " "]);
        add(&mut text, &[&measured, ", ", words.text(Word::CHART_PREDICTED), " ", &predicted]);
        add_interval(&mut text, Some(pair.interval), unit, words);
        add(&mut text, &[" (", &self.status(pair), ")"]);
        text
    }

    fn description(&self) -> String {
        let words = self.frame.words;
        let [x, y] = [&self.measured, &self.predicted].map(|axis| heading(&axis.title, &axis.unit));
        let mut text = words.say(Word::CHART_AGAINST, &[("y", &y), ("x", &x)]);
        add(&mut text, &[", ", words.text(Word::CHART_LOGARITHMIC), "."]);
        let all = self.pairs().count();
        let held = self.pairs().filter(|(_, pair)| pair.is_held()).count();
        if all == 0 {
            add(&mut text, &[" ", words.text(Word::CHART_NOTHING), "."]);
        } else {
            let counts = [held.to_string(), all.to_string()];
            let held = words.say(Word::CHART_HOLDS, &[("interval", &self.interval_label)]);
            let colon = words.text(Word::LANGUAGE_COLON);
            add(&mut text, &[" ", &held, colon, &counts.join("/"), "."]);
        }
        for note in &self.notes {
            add(&mut text, &[" ", note, "."]);
        }
        text
    }

    fn table(&self) -> Table {
        let words = self.frame.words;
        let [x, y] = [&self.measured, &self.predicted].map(|axis| heading(&axis.title, &axis.unit));
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
        for (group, pair) in self.pairs() {
            let name = joined(&[&self.groups[group].label, ", ", &pair.label]);
            let numbers = [pair.measured, pair.predicted, pair.interval.0, pair.interval.1];
            let [measured, predicted, low, high] = numbers.map(|value| Value::Number(Some(value)));
            let status = self.status(pair);
            let row = [Value::Text(&name), measured, predicted, low, high, Value::Text(&status)];
            table.add(&row, words.decimal());
        }
        table
    }
}

/// Factor between the data and the edges of the plot.
const MARGIN: f64 = 1.15;

//! Drawing of line charts.

use super::beside::{Beside, insert, separate};
use super::clip;
use super::error::Error;
use super::frame::{Drawing, HoverPoint};
use super::ink::{Ink, Role};
use super::legend::{Entry, Swatch};
use super::lettering::{BOLD, TEXT_PX, bold_width, fitted};
use super::line::{Current, DotKind, LineChart, LinePoint, Series};
use super::marker::Marker;
use super::number::brief;
use super::panel::{Head, Panel};
use super::prose::with_unit;
use super::sheet::{Align, Plot, Sheet};
use crate::words::Word;

/// Radius of a measured point in CSS pixels.
const DOT_PX: f64 = 4.0;
/// Radius of the chosen point.
const CURRENT_PX: f64 = 6.0;
/// Half the width of an error bar's ends.
const CAP_PX: f64 = 4.0;
/// Between the chosen point and its value.
const BESIDE_PX: f64 = 12.0;

impl LineChart {
    /// Draws the chart.
    ///
    /// # Errors
    /// What [`Error`] lists: values that are not finite or not positive on a logarithmic axis, reversed
    /// intervals, too many series, a fixed range or an id that cannot be used. Points outside a fixed range
    /// are left out, and lines cut at it; a chart without any value says so.
    pub fn draw(&self) -> Result<Drawing, Error> {
        self.check()?;
        let values = self.values();
        let panel = Panel::new(
            &self.frame,
            (&self.x, &self.y),
            (&values.0, &values.1),
            Head::new(&self.frame, self.entries()),
        )?;
        let sheet = Sheet::new(self.frame.width_px() as u32, panel.height);
        panel.draw(&sheet);
        let canvas = Canvas { chart: self, panel: &panel, plot: sheet.plot(panel.plot), sheet: &sheet };
        let mut points = Vec::new();
        for (index, series) in self.series.iter().enumerate() {
            canvas.band(index, &series.line);
        }
        for (index, series) in self.series.iter().enumerate() {
            sheet.open_group("series");
            canvas.line(index, &series.line, &mut points);
            canvas.dots(index, series, &mut points);
            sheet.close_group();
        }
        if !self.current.is_empty() {
            sheet.open_group("current");
            canvas.current(&mut points);
            sheet.close_group();
        }
        if values.0.is_empty() {
            let middle = panel.plot.at((0.5, 0.5));
            sheet.text(self.frame.words.text(Word::CHART_NOTHING), middle, Align::Middle, Role::Muted);
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

    /// The legend: series where there are several, then what bands, dots and dotted lines mean.
    fn entries(&self) -> Vec<Entry> {
        let words = self.frame.words;
        let mut entries = Vec::new();
        let mut add = |swatch: Swatch, label: &str| entries.push(Entry { swatch, label: label.into() });
        if self.series.len() > 1 {
            for (index, series) in self.series.iter().enumerate() {
                let swatch = if series.line.is_empty() {
                    Swatch::Point(Marker::new(index, false, DOT_PX))
                } else {
                    Swatch::Line(Ink::of(Role::Line, index))
                };
                add(swatch, &series.label);
            }
        }
        // What holds for several series is shown in no series' colour.
        let several = self.series.len() > 1;
        let ink = |role: Role| if several { Ink::plain(role) } else { Ink::of(role, 0) };
        let dot = |hollow: bool| {
            if several { Marker::plain(hollow, DOT_PX) } else { Marker::new(0, hollow, DOT_PX) }
        };
        let any =
            |found: fn(&LinePoint) -> bool| self.series.iter().flat_map(|series| &series.line).any(found);
        let dots =
            |kind: DotKind| self.series.iter().flat_map(|series| &series.dots).any(|dot| dot.kind == kind);
        if !several && any(|at| !at.outside) {
            add(Swatch::Line(ink(Role::Line)), words.text(Word::CHART_PREDICTED));
        }
        if any(|at| at.interval.is_some()) && !self.band_label.is_empty() {
            add(Swatch::Band(ink(Role::Band)), &self.band_label);
        }
        if dots(DotKind::Measured) {
            add(Swatch::Point(dot(false)), words.text(Word::CHART_MEASURED));
        }
        if any(|at| at.outside) {
            add(Swatch::Line(ink(Role::Beyond)), words.text(Word::CHART_OUTSIDE));
        } else if dots(DotKind::Outside) {
            add(Swatch::Point(dot(true)), words.text(Word::CHART_OUTSIDE));
        }
        entries
    }
}

/// Everything a series needs to be drawn.
struct Canvas<'a> {
    chart: &'a LineChart,
    panel: &'a Panel,
    plot: Plot<'a>,
    sheet: &'a Sheet,
}

impl Canvas<'_> {
    fn unit(&self, x: f64, y: f64) -> clip::Point {
        (self.panel.x.unit(x), self.panel.y.unit(y))
    }

    /// The interval band: one area per stretch of points that have an interval.
    fn band(&self, series: usize, line: &[LinePoint]) {
        for stretch in line.split(|at| at.interval.is_none()) {
            let edge = |high: bool| {
                let end =
                    move |at: &LinePoint| at.interval.map_or(at.y, |ends| if high { ends.1 } else { ends.0 });
                stretch.iter().map(move |at| self.unit(at.x, end(at)))
            };
            let outline: Vec<clip::Point> = edge(true).chain(edge(false).rev()).collect();
            let visible = clip::area(&outline);
            if visible.len() > 2 {
                self.plot.area(&visible, Ink::of(Role::Band, series));
            }
        }
    }

    /// The predicted line, dotted wherever one of the two ends of a piece is outside the fitted range.
    fn line(&self, series: usize, line: &[LinePoint], points: &mut Vec<HoverPoint>) {
        let mut start = 0;
        while start + 1 < line.len() {
            let outside = |from: usize| line[from].outside || line[from + 1].outside;
            let dotted = outside(start);
            let mut end = start + 1;
            while end + 1 < line.len() && outside(end) == dotted {
                end += 1;
            }
            let stretch: Vec<clip::Point> =
                line[start..=end].iter().map(|at| self.unit(at.x, at.y)).collect();
            let ink = Ink::of(if dotted { Role::Beyond } else { Role::Line }, series);
            for piece in clip::line(&stretch) {
                self.plot.line(&piece, ink);
            }
            start = end;
        }
        for at in line {
            let place = self.unit(at.x, at.y);
            if !clip::inside(place) {
                continue;
            }
            if line.len() == 1 {
                let marker = Marker::new(series, at.outside, DOT_PX);
                self.sheet.marker(self.panel.plot.at(place), marker);
            }
            let status = if at.outside {
                self.chart.frame.words.text(Word::CHART_OUTSIDE)
            } else {
                self.chart.frame.words.text(Word::CHART_PREDICTED)
            };
            points.push(self.hover(series, place, (at.x, at.y, at.interval), "", status));
        }
    }

    fn dots(&self, index: usize, series: &Series, points: &mut Vec<HoverPoint>) {
        let words = self.chart.frame.words;
        for dot in &series.dots {
            let place = self.unit(dot.x, dot.y);
            if !clip::inside(place) {
                continue;
            }
            self.whisker(index, (dot.x, dot.y), dot.interval);
            let hollow = dot.kind == DotKind::Outside;
            self.sheet.marker(self.panel.plot.at(place), Marker::new(index, hollow, DOT_PX));
            let status = dot.kind.status(words);
            points.push(self.hover(index, place, (dot.x, dot.y, dot.interval), &dot.label, status));
        }
    }

    /// The chosen points, and their values beside them, moved apart where they would overlap.
    fn current(&self, points: &mut Vec<HoverPoint>) {
        let words = self.chart.frame.words;
        let mut labels: Vec<Beside> = Vec::new();
        for current in &self.chart.current {
            let place = self.unit(current.x, current.y);
            if !clip::inside(place) {
                continue;
            }
            let at = self.panel.plot.at(place);
            self.whisker(current.series, (current.x, current.y), current.interval);
            let ring = Marker { ink: Ink::of(Role::Ring, current.series), radius: CURRENT_PX + 2.0 };
            self.sheet.marker(at, ring);
            self.sheet.marker(at, Marker::new(current.series, current.outside, CURRENT_PX));
            insert(&mut labels, self.beside(current, at));
            let status = if current.outside {
                words.text(Word::CHART_OUTSIDE)
            } else {
                words.text(Word::CHART_CURRENT)
            };
            let values = (current.x, current.y, current.interval);
            points.push(self.hover(current.series, place, values, &current.label, status));
        }
        separate(&mut labels, self.panel.plot.top + 10.0, self.panel.plot.bottom - 3.0);
        for label in &labels {
            let ink = Ink::of(Role::Value, label.series);
            self.sheet.text_in(&label.text, (label.x, label.y), label.align, ink);
        }
    }

    /// The value of a chosen point: to its left where there is room, since lines mostly rise, else to its right.
    fn beside(&self, current: &Current, at: (f64, f64)) -> Beside {
        let chart = self.chart;
        let room = self.panel.plot.right - self.panel.plot.left;
        let text = if current.label.is_empty() {
            with_unit(&brief(current.y, chart.frame.words.decimal()), &chart.y.unit)
        } else {
            fitted(&current.label, TEXT_PX * BOLD, room / 2.0 - BESIDE_PX)
        };
        let needed = bold_width(&text, TEXT_PX) + BESIDE_PX;
        let (x, align) = if at.0 - needed >= self.panel.plot.left {
            (at.0 - BESIDE_PX, Align::End)
        } else {
            (at.0 + BESIDE_PX, Align::Start)
        };
        Beside { text, series: current.series, x, y: at.1 - 7.0, align }
    }

    /// An error bar, cut at the plot's edge; ends only where they are inside and clear of the marker.
    fn whisker(&self, series: usize, (x, y): (f64, f64), interval: Option<(f64, f64)>) {
        let Some((low, high)) = interval else { return };
        let middle = self.panel.plot.at(self.unit(x, y)).1;
        let (low, high) = (self.unit(x, low), self.unit(x, high));
        let ink = Ink::of(Role::Whisker, series);
        if let Some((from, to)) = clip::segment(low, high) {
            self.plot.line(&[from, to], ink);
        }
        for end in [low, high] {
            let (x, y) = self.panel.plot.at(end);
            if clip::inside(end) && (y - middle).abs() > DOT_PX + 2.0 {
                let (left, right) = (self.panel.plot.left, self.panel.plot.right);
                self.sheet.line(&[((x - CAP_PX).max(left), y), ((x + CAP_PX).min(right), y)], ink);
            }
        }
    }

    fn hover(
        &self,
        series: usize,
        place: clip::Point,
        (x, y, interval): (f64, f64, Option<(f64, f64)>),
        label: &str,
        status: &str,
    ) -> HoverPoint {
        let at = self.panel.plot.at(place);
        HoverPoint {
            x: at.0,
            y: at.1,
            series,
            label: self.chart.sentence(series, (x, y, interval), label, status),
        }
    }
}

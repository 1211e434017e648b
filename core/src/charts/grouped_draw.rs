//! Drawing of grouped bars.

use super::axis::Scale;
use super::error::Error;
use super::frame::{Drawing, HoverPoint, Place};
use super::grouped::{Bar, BarKind, GroupedBars};
use super::ink::{Ink, Role};
use super::legend::{Entry, Swatch};
use super::lettering::{TEXT_PX, bold_width, fitted, width, wrapped};
use super::marker::Marker;
use super::panel::{GAP_PX, Head, LINE_PX};
use super::prose::heading;
use super::ruler::Ruler;
use super::sheet::{Align, Sheet};
use crate::words::Word;

/// Height of a bar in CSS pixels.
const BAR_PX: f64 = 18.0;
/// Between two bars of a group.
const SLIT_PX: f64 = 3.0;
/// Between two groups.
const BETWEEN_PX: f64 = 14.0;
/// Half the height of an error bar's ends.
const CAP_PX: f64 = 4.0;
/// Radius of the series' shape before a value, and the room it takes.
const SHAPE_PX: f64 = 4.0;
const SHAPE_ROOM_PX: f64 = 14.0;
/// From this width, group labels stand beside their bars, not above.
const SIDE_LABELS_FROM_PX: f64 = 560.0;

/// Positions of the parts of the chart.
struct Layout {
    head: Head,
    ruler: Ruler,
    left: f64,
    right: f64,
    /// True if group labels stand above their bars.
    above: bool,
    top: f64,
    bottom: f64,
    axis_title: Vec<String>,
    height: u32,
}

impl GroupedBars {
    /// Draws the chart.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::ReversedInterval`], [`Error::ValueCount`], [`Error::TooManySeries`],
    /// [`Error::NoSuch`] and [`Error::Id`]. A chart without any bar says that there is nothing to draw.
    pub fn draw(&self) -> Result<Drawing, Error> {
        self.check()?;
        let layout = self.layout()?;
        let sheet = Sheet::new(self.frame.width_px() as u32, layout.height);
        layout.head.draw(&sheet);
        layout.draw_axis(&sheet);
        let mut points = Vec::new();
        let mut top = layout.top;
        for group in &self.groups {
            sheet.open_group("group");
            let bars_height = self.series.len() as f64 * (BAR_PX + SLIT_PX) - SLIT_PX;
            if layout.above {
                let label = fitted(&group.label, TEXT_PX, self.frame.width_px());
                sheet.text(&label, (0.0, top + 12.0), Align::Start, Role::Label);
                top += LINE_PX + 3.0;
            } else {
                let label = fitted(&group.label, TEXT_PX, layout.left - GAP_PX);
                let at = (layout.left - GAP_PX, top + bars_height / 2.0 + 4.0);
                sheet.text(&label, at, Align::End, Role::Label);
            }
            for (series, bar) in group.bars.iter().enumerate() {
                let middle = top + series as f64 * (BAR_PX + SLIT_PX) + BAR_PX / 2.0;
                if let Some(bar) = bar {
                    let end = self.draw_bar(&sheet, &layout, series, bar, middle);
                    let label = self.sentence(&group.label, series, bar);
                    points.push(HoverPoint { x: end, y: middle, series, label });
                }
            }
            top += bars_height + BETWEEN_PX;
            sheet.close_group();
        }
        if points.is_empty() {
            let middle = ((layout.left + layout.right) / 2.0, (layout.top + layout.bottom) / 2.0 + 4.0);
            sheet.text(self.frame.words.text(Word::CHART_NOTHING), middle, Align::Middle, Role::Muted);
        }
        let description = self.description();
        Ok(Drawing {
            svg: self.frame.document(layout.height, &description, &sheet.into_body()?),
            width: self.frame.width_px() as u32,
            height: layout.height,
            plot: Place { left: layout.left, top: layout.top, right: layout.right, bottom: layout.bottom },
            description,
            table: self.table(),
            points,
        })
    }

    fn layout(&self) -> Result<Layout, Error> {
        let room = self.frame.width_px();
        let bars = || self.groups.iter().flat_map(|group| group.bars.iter().flatten());
        let mut values = Vec::new();
        for bar in bars() {
            values.push(bar.value);
            if let Some((low, high)) = bar.interval {
                values.extend([low, high]);
            }
        }
        let head = Head::new(&self.frame, self.entries());
        let widest = self.groups.iter().map(|group| width(&group.label, TEXT_PX)).fold(0.0, f64::max);
        let above = room < SIDE_LABELS_FROM_PX || widest > room * 0.35;
        let left = if above { 2.0 } else { libm::ceil(widest + GAP_PX) };
        let label = bars().map(|bar| bold_width(&self.value_label(bar), TEXT_PX)).fold(0.0, f64::max);
        let shape = if self.series.len() > 1 { SHAPE_ROOM_PX } else { 0.0 };
        let right = (room - libm::ceil(label + shape + 4.0) - GAP_PX).max(left + 80.0).min(room - GAP_PX);
        let mut axis = self.axis.clone().from_zero();
        axis.scale = Scale::Linear;
        let ruler = Ruler::along(&axis, &values, right - left, self.frame.words.decimal())?;
        let label_rows = if above { LINE_PX + 3.0 } else { 0.0 };
        let group = self.series.len() as f64 * (BAR_PX + SLIT_PX) - SLIT_PX + label_rows + BETWEEN_PX;
        let bottom = head.height + (group * self.groups.len() as f64).max(BAR_PX * 3.0);
        let axis_title = wrapped(&heading(&self.axis.title, &self.axis.unit), TEXT_PX, room);
        let height = bottom + 7.0 + LINE_PX + axis_title.len() as f64 * LINE_PX + 4.0;
        let top = head.height + 4.0;
        Ok(Layout {
            head,
            ruler,
            left,
            right,
            above,
            top,
            bottom,
            axis_title,
            height: libm::ceil(height) as u32,
        })
    }

    fn entries(&self) -> Vec<Entry> {
        let words = self.frame.words;
        let mut entries = Vec::new();
        if self.series.len() > 1 {
            for (series, label) in self.series.iter().enumerate() {
                let swatch = Swatch::Point(Marker::new(series, false, SHAPE_PX));
                entries.push(Entry { swatch, label: label.clone() });
            }
        }
        let kind = |kind: BarKind| {
            self.groups.iter().flat_map(|group| &group.bars).flatten().any(|bar| bar.kind == kind)
        };
        if kind(BarKind::Measured) {
            let swatch = Swatch::Point(Marker::plain(false, 4.0));
            entries.push(Entry { swatch, label: words.text(Word::CHART_MEASURED).into() });
        }
        if kind(BarKind::Outside) {
            entries.push(Entry {
                swatch: Swatch::Square(Ink::plain(Role::Hollow)),
                label: words.text(Word::CHART_OUTSIDE).into(),
            });
        }
        entries
    }

    /// Draws one bar and returns where it ends.
    fn draw_bar(&self, sheet: &Sheet, layout: &Layout, series: usize, bar: &Bar, middle: f64) -> f64 {
        let at = |value: f64| {
            layout.left + layout.ruler.unit(value).clamp(0.0, 1.0) * (layout.right - layout.left)
        };
        let inside = |value: f64| (0.0..=1.0).contains(&layout.ruler.unit(value));
        let (zero, end) = (at(0.0), at(bar.value));
        let (top, bottom) = (middle - BAR_PX / 2.0, middle + BAR_PX / 2.0);
        let place = Place { left: zero.min(end), top, right: zero.max(end), bottom };
        let role = if bar.kind == BarKind::Outside { Role::Hollow } else { Role::Fill };
        sheet.rectangle(place, Ink::of(role, series));
        let mut reach = zero.max(end);
        if let Some((low, high)) = bar.interval {
            for role in [Role::Casing, Role::Whisker] {
                let (ink, more) = (Ink::plain(role), if role == Role::Casing { 1.5 } else { 0.0 });
                sheet.line(&[(at(low), middle), (at(high), middle)], ink);
                for value in [low, high].into_iter().filter(|&value| inside(value)) {
                    let (x, half) = (at(value), CAP_PX + more);
                    sheet.line(&[(x, middle - half), (x, middle + half)], ink);
                }
            }
            reach = reach.max(at(high));
        }
        if bar.kind == BarKind::Measured && inside(bar.value) {
            sheet.marker((end, middle), Marker { ink: Ink::plain(Role::Ring), radius: 5.5 });
            sheet.marker((end, middle), Marker::plain(false, 4.0));
            reach = reach.max(end + 4.0);
        }
        let mut x = reach + GAP_PX;
        if self.series.len() > 1 {
            sheet.marker((x + SHAPE_PX, middle), Marker::new(series, false, SHAPE_PX));
            x += SHAPE_ROOM_PX;
        }
        sheet.text(&self.value_label(bar), (x, middle + 4.0), Align::Start, Role::Value);
        end
    }
}

impl Layout {
    fn draw_axis(&self, sheet: &Sheet) {
        sheet.open_group("axes");
        let length = self.right - self.left;
        for mark in &self.ruler.marks {
            let x = self.left + mark.at * length;
            sheet.line(&[(x, self.top), (x, self.bottom)], Ink::plain(Role::Grid));
            if !mark.label.is_empty() {
                // The first label may reach past the left edge of the drawing.
                let half = width(&mark.label, TEXT_PX) / 2.0;
                let (x, align) = if x < half { (0.0, Align::Start) } else { (x, Align::Middle) };
                sheet.text(&mark.label, (x, self.bottom + 18.0), align, Role::Text);
            }
        }
        let zero = self.ruler.unit(0.0);
        if (0.0..=1.0).contains(&zero) {
            let x = self.left + zero * length;
            sheet.line(&[(x, self.top), (x, self.bottom)], Ink::plain(Role::Axis));
        }
        sheet.close_group();
        let mut y = self.bottom + 7.0 + LINE_PX;
        for line in &self.axis_title {
            sheet.text(line, (self.left, y + 12.0), Align::Start, Role::Label);
            y += LINE_PX;
        }
    }
}

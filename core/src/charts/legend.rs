//! Legends: swatch and word, flowing over as many rows as the width asks for.

use super::frame::Place;
use super::ink::{Ink, Role};
use super::lettering::{TEXT_PX, fitted, width};
use super::marker::Marker;
use super::sheet::{Align, Sheet};

/// Height of one row in CSS pixels.
pub(crate) const ROW_PX: f64 = 20.0;
/// Between swatch and word.
const GAP_PX: f64 = 7.0;
/// Between two entries.
const BETWEEN_PX: f64 = 18.0;

/// Mark before a word of the legend.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Swatch {
    /// A line of a series, solid or outside the fitted range.
    Line(Ink),
    /// A band.
    Band(Ink),
    /// A marker.
    Point(Marker),
    /// A square in a series' colour.
    Square(Ink),
}

impl Swatch {
    fn width(self) -> f64 {
        match self {
            Self::Line(_) | Self::Band(_) => 24.0,
            Self::Point(_) | Self::Square(_) => 11.0,
        }
    }

    fn draw(self, sheet: &Sheet, x: f64, y: f64) {
        let block = |half: f64| Place { left: x, top: y - half, right: x + self.width(), bottom: y + half };
        match self {
            Self::Line(ink) => sheet.line(&[(x, y), (x + self.width(), y)], ink),
            Self::Band(ink) | Self::Square(ink) => sheet.rectangle(block(5.5), ink),
            Self::Point(marker) => sheet.marker((x + 5.5, y), marker),
        }
    }
}

/// A legend entry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Mark before the word.
    pub swatch: Swatch,
    /// The word.
    pub label: String,
}

/// Entries with their places.
pub(crate) struct Legend {
    placed: Vec<(Entry, f64, f64)>,
    /// Height taken, 0 without entries.
    pub height: f64,
}

impl Legend {
    /// Lays entries out over `room` pixels.
    pub fn new(entries: Vec<Entry>, room: f64) -> Self {
        let mut placed = Vec::new();
        let (mut x, mut row) = (0.0, 0.0);
        for mut entry in entries {
            let swatch = entry.swatch.width() + GAP_PX;
            entry.label = fitted(&entry.label, TEXT_PX, room - swatch);
            let needed = swatch + width(&entry.label, TEXT_PX);
            if x > 0.0 && x + needed > room {
                x = 0.0;
                row += 1.0;
            }
            placed.push((entry, x, row * ROW_PX));
            x += needed + BETWEEN_PX;
        }
        let height = if placed.is_empty() { 0.0 } else { (row + 1.0) * ROW_PX };
        Self { placed, height }
    }

    /// Draws it with its upper left corner at `left`, `top`.
    pub fn draw(&self, sheet: &Sheet, left: f64, top: f64) {
        if self.placed.is_empty() {
            return;
        }
        sheet.open_group("legend");
        for (entry, x, y) in &self.placed {
            let middle = top + y + ROW_PX / 2.0;
            entry.swatch.draw(sheet, left + x, middle);
            let text_x = left + x + entry.swatch.width() + GAP_PX;
            sheet.text(&entry.label, (text_x, middle + 4.0), Align::Start, Role::Text);
        }
        sheet.close_group();
    }
}

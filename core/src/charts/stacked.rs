//! Stacked bars: how a whole divides, such as FLOPs by stage or by kind of layer.

use super::error::{Error, MOST_SERIES, check};
use super::frame::{Drawing, Frame, HoverPoint, Place};
use super::ink::{Ink, Role};
use super::legend::{Entry, Legend, Swatch};
use super::lettering::{TEXT_PX, fitted, width};
use super::number::{brief, percent};
use super::panel::{GAP_PX, Head, LINE_PX};
use super::prose::{add, heading, joined, with_unit};
use super::shares::{Piece, pieces, scaled, total};
use super::sheet::{Align, Sheet};
use super::table::{Table, Value};
use crate::words::Word;

/// Height of a bar in CSS pixels.
const BAR_PX: f64 = 26.0;
/// Between two bars.
const BETWEEN_PX: f64 = 14.0;

/// Horizontal bars, each the whole of its own values.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    /// Id, title, width, language.
    pub frame: Frame,
    /// Quantity of the values, such as "Compute".
    pub title: String,
    /// Unit of the values, such as "TFLOP"; empty for bare numbers.
    pub unit: String,
    /// Names of the parts, at most six, the same for every bar.
    pub parts: Vec<String>,
    /// The bars.
    pub bars: Vec<StackedBar>,
}

/// A whole and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBar {
    /// Name of the bar.
    pub label: String,
    /// Values of the parts, each 0 or more.
    pub values: Vec<f64>,
}

impl StackedBars {
    /// Draws the chart.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::NegativeShare`], [`Error::ValueCount`], [`Error::TooManySeries`] and
    /// [`Error::Id`]. A bar without any value, or a chart without bars, says that there is nothing to draw.
    pub fn draw(&self) -> Result<Drawing, Error> {
        self.check()?;
        let (words, width_px) = (self.frame.words, self.frame.width_px());
        let bars: Vec<Vec<Piece>> = self.bars.iter().map(|bar| pieces(&bar.values, width_px)).collect();
        let unnamed = bars
            .iter()
            .flatten()
            .any(|piece| piece.fits(&self.percent(piece)) && !piece.fits(&self.named(piece)));
        let entries = if unnamed { self.entries() } else { Vec::new() };
        let head = Head::new(&self.frame, entries);
        let below: Vec<Legend> = bars.iter().map(|bar| Legend::new(self.small(bar), width_px)).collect();
        let rows: f64 = below.iter().map(|legend| LINE_PX + 4.0 + BAR_PX + legend.height + BETWEEN_PX).sum();
        let height = if bars.is_empty() {
            head.height + BAR_PX + LINE_PX
        } else {
            head.height + rows - BETWEEN_PX + 4.0
        };
        let height = libm::ceil(height) as u32;
        let sheet = Sheet::new(width_px as u32, height);
        head.draw(&sheet);
        if bars.is_empty() {
            let middle = (width_px / 2.0, head.height + BAR_PX);
            sheet.text(words.text(Word::CHART_NOTHING), middle, Align::Middle, Role::Muted);
        }
        let mut points = Vec::new();
        let mut top = head.height;
        for ((bar, pieces), legend) in self.bars.iter().zip(&bars).zip(&below) {
            sheet.open_group("bar");
            self.draw_label(&sheet, bar, top);
            top += LINE_PX + 4.0;
            self.draw_bar(&sheet, bar, pieces, top, &mut points);
            top += BAR_PX;
            legend.draw(&sheet, 0.0, top + 2.0);
            top += legend.height + BETWEEN_PX;
            sheet.close_group();
        }
        let description = self.description();
        Ok(Drawing {
            svg: self.frame.document(height, &description, &sheet.into_body()?),
            width: width_px as u32,
            height,
            plot: Place { left: 0.0, top: head.height, right: width_px, bottom: f64::from(height) },
            description,
            table: self.table(),
            points,
        })
    }

    fn check(&self) -> Result<(), Error> {
        self.frame.check()?;
        if self.parts.len() > MOST_SERIES {
            return Err(Error::TooManySeries { given: self.parts.len() });
        }
        for bar in &self.bars {
            if bar.values.len() != self.parts.len() {
                let (given, expected) = (bar.values.len(), self.parts.len());
                return Err(Error::ValueCount { group: bar.label.clone(), given, expected });
            }
            for (part, &given) in self.parts.iter().zip(&bar.values) {
                check(&bar.label, "a part", given, false)?;
                if given < 0.0 {
                    let (bar, part) = (bar.label.clone(), part.clone());
                    return Err(Error::NegativeShare { bar, part, given });
                }
            }
        }
        Ok(())
    }

    /// Name of the bar on the left, its total on the right; the name gives way.
    fn draw_label(&self, sheet: &Sheet, bar: &StackedBar, top: f64) {
        let room = self.frame.width_px();
        let total = self.amount(bar.values.iter().sum());
        let label = fitted(&bar.label, TEXT_PX, room - width(&total, TEXT_PX) - 2.0 * GAP_PX);
        sheet.text(&label, (0.0, top + 12.0), Align::Start, Role::Label);
        sheet.text(&total, (room, top + 12.0), Align::End, Role::Muted)
    }

    fn draw_bar(
        &self,
        sheet: &Sheet,
        bar: &StackedBar,
        pieces: &[Piece],
        top: f64,
        points: &mut Vec<HoverPoint>,
    ) {
        let (middle, bottom) = (top + BAR_PX / 2.0, top + BAR_PX);
        if pieces.is_empty() {
            let place = Place { left: 0.0, top, right: self.frame.width_px(), bottom };
            sheet.rectangle(place, Ink::plain(Role::Track));
            return sheet.text(
                self.frame.words.text(Word::CHART_NOTHING),
                (GAP_PX, middle + 4.0),
                Align::Start,
                Role::Muted,
            );
        }
        for piece in pieces {
            let place = Place { left: piece.left, top, right: piece.right, bottom };
            sheet.rectangle(place, Ink::of(Role::Fill, piece.part));
            let centre = (piece.left + piece.right) / 2.0;
            let label = [self.named(piece), self.percent(piece)].into_iter().find(|label| piece.fits(label));
            if let Some(label) = label {
                sheet.text(&label, (centre, middle + 4.0), Align::Middle, Role::OnFill);
            }
            let label = joined(&[&bar.label, ", ", &self.named(piece), " (", &self.amount(piece.value), ")"]);
            points.push(HoverPoint { x: centre, y: middle, series: piece.part, label });
        }
    }

    fn percent(&self, piece: &Piece) -> String {
        percent(piece.share, self.frame.words.decimal())
    }

    fn named(&self, piece: &Piece) -> String {
        joined(&[&self.parts[piece.part], " ", &self.percent(piece)])
    }

    fn amount(&self, value: f64) -> String {
        with_unit(&brief(value, self.frame.words.decimal()), &self.unit)
    }

    fn entries(&self) -> Vec<Entry> {
        let entry = |(part, label): (usize, &String)| Entry { swatch: square(part), label: label.clone() };
        self.parts.iter().enumerate().map(entry).collect()
    }

    /// Entries below a bar for the parts too small to hold their own value.
    fn small(&self, bar: &[Piece]) -> Vec<Entry> {
        let small = bar.iter().filter(|piece| !piece.fits(&self.percent(piece)));
        small.map(|piece| Entry { swatch: square(piece.part), label: self.named(piece) }).collect()
    }

    fn description(&self) -> String {
        let colon = self.frame.words.text(Word::LANGUAGE_COLON);
        let nothing = self.frame.words.text(Word::CHART_NOTHING);
        let mut text = joined(&[&self.title, "."]);
        if self.bars.is_empty() {
            add(&mut text, &[" ", nothing, "."]);
        }
        for bar in &self.bars {
            add(&mut text, &[" ", &bar.label, ", ", &self.amount(bar.values.iter().sum())]);
            let pieces = pieces(&bar.values, self.frame.width_px());
            for (index, piece) in pieces.iter().enumerate() {
                add(&mut text, &[if index == 0 { colon } else { ", " }, &self.named(piece)]);
            }
            if pieces.is_empty() {
                add(&mut text, &[colon, nothing]);
            }
            add(&mut text, &["."]);
        }
        text
    }

    fn table(&self) -> Table {
        let words = self.frame.words;
        let mut table = Table::new(&[
            words.text(Word::CHART_SERIES),
            words.text(Word::CHART_PART),
            &heading(&self.title, &self.unit),
            words.text(Word::CHART_SHARE),
        ]);
        for bar in &self.bars {
            let total = total(&bar.values);
            for (part, &value) in self.parts.iter().zip(&bar.values) {
                let share = (total > 0.0).then(|| scaled(value, &bar.values) / total * 100.0);
                let [bar, part] = [&bar.label, part].map(|text| Value::Text(text));
                let [value, share] = [Some(value), share].map(Value::Number);
                table.add(&[bar, part, value, share], words.decimal());
            }
        }
        table
    }
}

fn square(part: usize) -> Swatch {
    Swatch::Square(Ink::of(Role::Fill, part))
}

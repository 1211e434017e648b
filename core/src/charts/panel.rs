//! The frame around a plot with two axes: where everything goes, the grid, ticks and titles.

use super::axis::{Axis, Scale};
use super::error::Error;
use super::frame::{Frame, Place};
use super::ink::{Ink, Role};
use super::legend::{Entry, Legend};
use super::lettering::{TEXT_PX, wrapped};
use super::prose::heading;
use super::ruler::Ruler;
use super::sheet::{Align, Sheet};

/// Height of a line of text in CSS pixels.
pub(crate) const LINE_PX: f64 = 16.0;
/// Height of a line of the drawn title.
const HEADING_LINE_PX: f64 = 19.0;
/// Free space between parts of the layout.
pub(crate) const GAP_PX: f64 = 8.0;
/// Between the axis and its labels.
const LABEL_GAP_PX: f64 = 7.0;

/// Title and legend above a chart.
pub(crate) struct Head {
    lines: Vec<String>,
    legend: Legend,
    /// Height taken.
    pub height: f64,
}

impl Head {
    /// Lays out a title (where the frame wants it drawn) and a legend.
    pub fn new(frame: &Frame, entries: Vec<Entry>) -> Self {
        let lines = frame.heading_lines();
        let legend = Legend::new(entries, frame.width_px());
        let title = lines.len() as f64 * HEADING_LINE_PX + if lines.is_empty() { 0.0 } else { GAP_PX };
        let below = if legend.height > 0.0 { GAP_PX } else { 0.0 };
        Self { height: title + legend.height + below, lines, legend }
    }

    /// Draws both from the top of the sheet.
    pub fn draw(&self, sheet: &Sheet) {
        let mut y = 0.0;
        for line in &self.lines {
            sheet.text(line, (0.0, y + 14.0), Align::Start, Role::Heading);
            y += HEADING_LINE_PX;
        }
        let top = if self.lines.is_empty() { 0.0 } else { y + GAP_PX };
        self.legend.draw(sheet, 0.0, top)
    }
}

/// A plot with an axis along and an axis up.
pub(crate) struct Panel {
    head: Head,
    x_title: Vec<String>,
    y_title: Vec<String>,
    /// The axis along.
    pub x: Ruler,
    /// The axis up.
    pub y: Ruler,
    /// Between the axes.
    pub plot: Place,
    /// Whole height.
    pub height: u32,
    vertical_grid: bool,
}

impl Panel {
    /// Lays out a chart for values on both axes.
    pub fn new(
        frame: &Frame,
        axes: (&Axis, &Axis),
        values: (&[f64], &[f64]),
        head: Head,
    ) -> Result<Self, Error> {
        let (width, decimal) = (frame.width_px(), frame.words.decimal());
        let plot_height = (width * 0.46).clamp(215.0, 400.0);
        let y_title = wrapped(&heading(&axes.1.title, &axes.1.unit), TEXT_PX, width);
        let top = head.height + y_title.len() as f64 * LINE_PX + GAP_PX;
        let room = if axes.1.scale == Scale::Log { 29.0 } else { 38.0 };
        let most = (plot_height / room) as usize;
        let y = Ruler::new(axes.1, values.1, most, decimal)?;
        let left = libm::ceil(y.widest() + LABEL_GAP_PX);
        let mut right = width - GAP_PX;
        let mut x = Ruler::along(axes.0, values.0, right - left, decimal)?;
        let overhang = x.overhang(right - left);
        if overhang > GAP_PX {
            right = libm::floor(width - overhang);
            x = Ruler::along(axes.0, values.0, right - left, decimal)?;
        }
        let x_title = wrapped(&heading(&axes.0.title, &axes.0.unit), TEXT_PX, right - left);
        let bottom = top + plot_height;
        let height = bottom + LABEL_GAP_PX + LINE_PX + x_title.len() as f64 * LINE_PX + 4.0;
        let plot = Place { left, top, right, bottom };
        let (mut x, mut y) = (x, y);
        if values.0.is_empty() {
            // Without data any scale would be an invention.
            x.marks.clear();
            y.marks.clear();
        }
        let vertical_grid = axes.0.scale == Scale::Log;
        Ok(Self { head, x_title, y_title, x, y, plot, height: libm::ceil(height) as u32, vertical_grid })
    }

    /// Draws grid, axes, labels, titles and legend: everything but the data.
    pub fn draw(&self, sheet: &Sheet) {
        let plot = self.plot;
        self.head.draw(sheet);
        let mut y = plot.top - GAP_PX - self.y_title.len() as f64 * LINE_PX;
        for line in &self.y_title {
            sheet.text(line, (0.0, y + 11.0), Align::Start, Role::Label);
            y += LINE_PX;
        }
        sheet.open_group("axes");
        for mark in &self.y.marks {
            let y = plot.at((0.0, mark.at)).1;
            sheet.line(&[(plot.left, y), (plot.right, y)], Ink::plain(Role::Grid));
            sheet.text(&mark.label, (plot.left - LABEL_GAP_PX, y + 4.0), Align::End, Role::Text);
        }
        for mark in &self.x.marks {
            let x = plot.at((mark.at, 0.0)).0;
            if self.vertical_grid {
                sheet.line(&[(x, plot.top), (x, plot.bottom)], Ink::plain(Role::Grid));
            }
            sheet.line(&[(x, plot.bottom), (x, plot.bottom + 4.0)], Ink::plain(Role::Axis));
            if !mark.label.is_empty() {
                let baseline = plot.bottom + LABEL_GAP_PX + 11.0;
                sheet.text(&mark.label, (x, baseline), Align::Middle, Role::Text);
            }
        }
        sheet.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], Ink::plain(Role::Axis));
        sheet.close_group();
        let mut y = plot.bottom + LABEL_GAP_PX + LINE_PX;
        for line in &self.x_title {
            let middle = (plot.left + plot.right) / 2.0;
            sheet.text(line, (middle, y + 12.0), Align::Middle, Role::Label);
            y += LINE_PX;
        }
    }
}

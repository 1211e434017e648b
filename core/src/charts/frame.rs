//! Parts of every chart: id, title, width and words; and the parts of every drawing.

use super::error::Error;
use super::lettering::{BOLD, HEADING_PX, wrapped};
use super::prose::{add, joined};
use super::svg::push_escaped;
use super::table::Table;
use crate::words::Words;

/// The narrowest layout in CSS pixels.
pub const NARROWEST_PX: u32 = 320;
/// The widest layout in CSS pixels.
pub const WIDEST_PX: u32 = 1200;

/// Id, title, width and language of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Prefix of the ids in the SVG; unique on a page. 1 to 64 of `a-z A-Z 0-9 - _`, a letter first.
    pub id: String,
    /// Title: always the SVG's `<title>`, and drawn as well where `heading` says so.
    pub title: String,
    /// Width to lay out for, in CSS pixels, held to [`NARROWEST_PX`]..=[`WIDEST_PX`]; the SVG scales to any.
    pub width: u32,
    /// True if the title is drawn: for files and embeds, where no caption stands beside the chart.
    pub heading: bool,
    /// Words of the reader's language.
    pub words: Words,
}

impl Frame {
    /// A frame in English without a drawn title.
    pub fn new(id: impl Into<String>, title: impl Into<String>, width: u32) -> Self {
        Self { id: id.into(), title: title.into(), width, heading: false, words: Words::ENGLISH }
    }

    /// The width to lay out for.
    pub(crate) fn width_px(&self) -> f64 {
        f64::from(self.width.clamp(NARROWEST_PX, WIDEST_PX))
    }

    /// Lines of the drawn title; none where it is not drawn.
    pub(crate) fn heading_lines(&self) -> Vec<String> {
        if self.heading { wrapped(&self.title, HEADING_PX * BOLD, self.width_px()) } else { Vec::new() }
    }

    /// Refuses ids that could break out of an attribute or clash with selectors.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let sound = self.id.len() <= 64
            && self.id.starts_with(|c: char| c.is_ascii_alphabetic())
            && self.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if sound { Ok(()) } else { Err(Error::Id { id: self.id.clone() }) }
    }

    /// The whole SVG element around a body.
    pub(crate) fn document(&self, height: u32, description: &str, body: &str) -> String {
        let id = &self.id;
        let [width, height] = [self.width_px() as u32, height].map(|length| length.to_string());
        let mut svg = joined(&[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-labelledby=\"",
            id,
            "-title ",
            id,
            "-desc\" viewBox=\"0 0 ",
            &width,
            " ",
            &height,
            "\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\"><title id=\"",
            id,
            "-title\">",
        ]);
        push_escaped(&mut svg, &self.title);
        add(&mut svg, &["</title><desc id=\"", id, "-desc\">"]);
        push_escaped(&mut svg, description);
        add(&mut svg, &["</desc>", body, "</svg>"]);
        svg
    }
}

/// A rectangle in viewBox units, which are CSS pixels at scale 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Place {
    /// The place of a point of the unit square, y upwards.
    pub(crate) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.left + x * (self.right - self.left), self.bottom - y * (self.bottom - self.top))
    }
}

/// A drawn chart with all that stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The `<svg>` element. Its colours need [`stylesheet`](super::stylesheet), or
    /// [`standalone`](super::standalone) for a file of its own.
    pub svg: String,
    /// Width of the viewBox: CSS pixels at scale 1.
    pub width: u32,
    /// Height of the viewBox.
    pub height: u32,
    /// Rectangle of the data, without title, legend, ticks and axis titles.
    pub plot: Place,
    /// The sentence in `<desc>`.
    pub description: String,
    /// The data behind the chart.
    pub table: Table,
    /// Data points for hover and keyboard, in drawing order.
    pub points: Vec<HoverPoint>,
}

/// A data point's place and its words.
#[derive(Debug, Clone, PartialEq)]
pub struct HoverPoint {
    /// Distance from the left in viewBox units; as part of [`Drawing::width`] it fits any display size.
    pub x: f64,
    /// Distance from the top in viewBox units.
    pub y: f64,
    /// Series or part, counting from 0.
    pub series: usize,
    /// All about the point: "Flux.1-dev, 50 steps: 4.19 Wh, 3.5 to 5.0".
    pub label: String,
}

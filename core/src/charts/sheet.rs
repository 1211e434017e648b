//! The sheet a chart is drawn on: plotters' drawing areas over our SVG backend, in CSS pixels.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};

use super::error::Error;
use super::frame::Place;
use super::ink::{Ink, Role};
use super::lettering::{HEADING_PX, TEXT_PX, width};
use super::marker::Marker;
use super::prose::add;
use super::svg::{SvgBackend, UNITS_PER_PX};

/// Coordinates of the plot: both axes from 0 to 1. Scales and logarithms are ours (`ruler.rs`).
type Unit = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// Horizontal anchor of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Text begins here.
    Start,
    /// Text is centred here.
    Middle,
    /// Text ends here.
    End,
}

/// The whole drawing.
pub(crate) struct Sheet {
    backend: Rc<RefCell<SvgBackend>>,
    root: DrawingArea<SvgBackend, Shift>,
    /// True if plotters refused an element. Checked once at the end: nothing in here fails by itself.
    refused: Cell<bool>,
}

/// The part of a sheet between the axes.
pub(crate) struct Plot<'a> {
    sheet: &'a Sheet,
    area: DrawingArea<SvgBackend, Unit>,
}

/// CSS pixels to backend units.
fn units(px: f64) -> i32 {
    libm::round(px * f64::from(UNITS_PER_PX)) as i32
}

/// A CSS pixel position to backend units.
fn point((x, y): (f64, f64)) -> BackendCoord {
    (units(x), units(y))
}

impl Sheet {
    /// An empty sheet; sizes in CSS pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let backend = Rc::new(RefCell::new(SvgBackend::new(width, height)));
        let root = DrawingArea::from(&backend);
        Self { backend, root, refused: Cell::new(false) }
    }

    /// A plot in unit coordinates at a place. What is drawn there must lie in the unit square (`clip.rs`).
    pub fn plot(&self, place: Place) -> Plot<'_> {
        let (left, top) = point((place.left, place.top));
        let (right, bottom) = point((place.right, place.bottom));
        let coordinates = Unit::new(0.0..1.0, 0.0..1.0, (left..right, bottom..top));
        let area = self.root.clone().shrink((left, top), (right - left, bottom - top));
        Plot { sheet: self, area: area.apply_coord_spec(coordinates) }
    }

    /// An open line.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink) {
        let points: Vec<BackendCoord> = points.iter().copied().map(point).collect();
        self.note(self.root.draw(&PathElement::new(points, ink.style(false))));
    }

    /// A filled rectangle.
    pub fn rectangle(&self, place: Place, ink: Ink) {
        let corners = [point((place.left, place.top)), point((place.right, place.bottom))];
        self.note(self.root.draw(&Rectangle::new(corners, ink.style(true))));
    }

    /// A marker.
    pub fn marker(&self, at: (f64, f64), marker: Marker) {
        self.note(self.root.draw(&Placed { at: point(at), what: marker }));
    }

    /// Draws a line of text with its baseline at `at`.
    pub fn text(&self, text: &str, at: (f64, f64), align: Align, role: Role) {
        self.text_in(text, at, align, Ink::plain(role));
    }

    /// Draws a line of text in the colour of a series.
    pub fn text_in(&self, text: &str, at: (f64, f64), align: Align, ink: Ink) {
        let label = Lettering { text, align, ink };
        self.note(self.root.draw(&Placed { at: point(at), what: label }));
    }

    /// Opens a group; the class is a fixed word.
    pub fn open_group(&self, class: &str) {
        add(&mut self.backend.borrow_mut().body, &["<g class=\"", class, "\">"]);
    }

    /// Closes the group opened last.
    pub fn close_group(&self) {
        self.backend.borrow_mut().body.push_str("</g>");
    }

    /// Keeps in mind that plotters refused an element.
    fn note(&self, drawn: Result<(), DrawingAreaErrorKind<Infallible>>) {
        if drawn.is_err() {
            self.refused.set(true);
        }
    }

    /// The elements drawn, as SVG text.
    ///
    /// # Errors
    /// [`Error::Canvas`] when plotters refused an element.
    pub fn into_body(self) -> Result<String, Error> {
        if self.refused.get() {
            return Err(Error::Canvas);
        }
        Ok(std::mem::take(&mut self.backend.borrow_mut().body))
    }
}

impl Plot<'_> {
    /// An open line in unit coordinates.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink) {
        self.sheet.note(self.area.draw(&PathElement::new(points, ink.style(false))));
    }

    /// A filled outline in unit coordinates.
    pub fn area(&self, outline: &[(f64, f64)], ink: Ink) {
        self.sheet.note(self.area.draw(&Polygon::new(outline, ink.style(true))));
    }
}

/// A shape drawn around a point.
struct Placed<T> {
    at: BackendCoord,
    what: T,
}

impl<'a, T> PointCollection<'a, BackendCoord> for &'a Placed<T> {
    type Point = &'a BackendCoord;
    type IntoIter = std::iter::Once<&'a BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<SvgBackend> for Placed<Marker> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.what.draw(self.at, backend)
    }
}

/// Text and how it is set.
struct Lettering<'a> {
    text: &'a str,
    align: Align,
    ink: Ink,
}

impl Drawable<SvgBackend> for Placed<Lettering<'_>> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        backend.draw_text(self.what.text, &self.what, self.at)
    }
}

impl BackendTextStyle for Lettering<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.ink.rgb() }
    }

    fn size(&self) -> f64 {
        if self.ink.role == Role::Heading { HEADING_PX } else { TEXT_PX }
    }

    fn anchor(&self) -> Pos {
        let across = match self.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        Pos::new(across, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::SansSerif
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (units(width(text, self.size())), units(self.size()))))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: DrawFunc,
    ) -> Result<Result<(), E>, Infallible> {
        // The backend writes text as text; there are no pixels to set.
        Ok(Ok(()))
    }
}

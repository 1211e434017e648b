//! Point markers: a shape per series, so that no chart relies on colour alone.

use std::convert::Infallible;

use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::ink::{Ink, Role};
use super::svg::{SvgBackend, UNITS_PER_PX};

/// A marker: the shape follows from the ink's series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marker {
    /// [`Role::Fill`], [`Role::Hollow`] or [`Role::Ring`], and the series.
    pub ink: Ink,
    /// Radius of the circle of the same weight, in CSS pixels.
    pub radius: f64,
}

/// Corners of the shapes as multiples of the radius, y downwards; an empty list is a circle.
/// Sizes are such that all shapes look equally heavy.
const SHAPES: [&[(f64, f64)]; 6] = [
    &[],
    &[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)],
    &[(0.0, -1.25), (1.18, 0.85), (-1.18, 0.85)],
    &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
    &[(0.0, 1.25), (1.18, -0.85), (-1.18, -0.85)],
    &[(0.0, -1.2), (1.14, -0.37), (0.71, 0.97), (-0.71, 0.97), (-1.14, -0.37)],
];

impl Marker {
    /// A filled (measured) or hollow (outside the fitted range) marker of a series.
    pub fn new(series: usize, hollow: bool, radius: f64) -> Self {
        Self { ink: Ink::of(if hollow { Role::Hollow } else { Role::Fill }, series), radius }
    }

    /// A marker of no series, for legends of several.
    pub fn plain(hollow: bool, radius: f64) -> Self {
        Self { ink: Ink::plain(if hollow { Role::Hollow } else { Role::Fill }), radius }
    }

    /// Draws it around a point in backend units.
    pub fn draw(
        self,
        at: BackendCoord,
        backend: &mut SvgBackend,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        // From the seventh series on colours come again, with other shapes.
        let series = self.ink.series.unwrap_or(0);
        let shape = SHAPES[(series + series / SHAPES.len()) % SHAPES.len()];
        let radius = self.radius * f64::from(UNITS_PER_PX);
        let style = self.ink.style(true);
        if shape.is_empty() {
            return backend.draw_circle(at, libm::round(radius) as u32, &style, true);
        }
        let corner = |(x, y): &(f64, f64)| {
            (at.0 + libm::round(x * radius) as i32, at.1 + libm::round(y * radius) as i32)
        };
        backend.fill_polygon(shape.iter().map(corner), &style)
    }
}

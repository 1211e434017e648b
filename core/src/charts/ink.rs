//! Meanings of strokes and fills. plotters knows colours only, so each meaning travels through it as a
//! placeholder RGB value, and the SVG backend turns it back into CSS classes.

use plotters::style::{RGBAColor, ShapeStyle};
use plotters_backend::BackendColor;

use super::error::MOST_SERIES;

/// Element of a chart. The discriminant is the red part of the placeholder colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Role {
    /// Grid line.
    Grid,
    /// Axis line or tick.
    Axis,
    /// Predicted line, inside the fitted range.
    Line,
    /// Predicted line, outside the fitted range: dotted.
    Beyond,
    /// Interval band around a line.
    Band,
    /// Filled shape: a measured point, a bar, a part of a bar.
    Fill,
    /// Outlined shape: a point or bar outside the fitted range.
    Hollow,
    /// Error bar.
    Whisker,
    /// Ring of the background colour that lifts the chosen point from what lies under it.
    Ring,
    /// Tick labels, legends, values.
    Text,
    /// Axis titles and labels of bars.
    Label,
    /// Less important text.
    Muted,
    /// Visible title of the chart.
    Heading,
    /// Text on a filled bar.
    OnFill,
    /// A value beside its point, over whatever lies there.
    Value,
    /// The empty ground of a bar without values.
    Track,
    /// Outline in the background colour under an error bar that crosses a filled bar.
    Casing,
}

/// Role by discriminant, with its CSS class.
const CLASSES: [(Role, &str); 17] = [
    (Role::Grid, "grid"),
    (Role::Axis, "axis"),
    (Role::Line, "line"),
    (Role::Beyond, "beyond"),
    (Role::Band, "band"),
    (Role::Fill, "fill"),
    (Role::Hollow, "hollow"),
    (Role::Whisker, "whisker"),
    (Role::Ring, "ring"),
    (Role::Text, "text"),
    (Role::Label, "label"),
    (Role::Muted, "muted"),
    (Role::Heading, "heading"),
    (Role::OnFill, "on-fill"),
    (Role::Value, "value"),
    (Role::Track, "track"),
    (Role::Casing, "casing"),
];

/// CSS classes of the series; the first is for what belongs to none.
const SERIES: [&str; MOST_SERIES + 1] = ["s0", "s1", "s2", "s3", "s4", "s5", "s6"];

/// A meaning and the series it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ink {
    /// Element that is drawn.
    pub role: Role,
    /// Counting from 0; `None` for what belongs to no series.
    pub series: Option<usize>,
}

impl Ink {
    /// Ink of a series, counting from 0.
    pub const fn of(role: Role, series: usize) -> Self {
        Self { role, series: Some(series) }
    }

    /// Ink of no series.
    pub const fn plain(role: Role) -> Self {
        Self { role, series: None }
    }

    /// Returns the placeholder colour: red is the role, green the series counting from 1.
    pub fn rgb(self) -> (u8, u8, u8) {
        (self.role as u8, self.series.map_or(0, |index| (index % MOST_SERIES) as u8 + 1), 0)
    }

    /// The CSS classes behind a placeholder colour: role, then series if any.
    pub fn classes(color: BackendColor) -> (&'static str, Option<&'static str>) {
        let (role, series, _) = color.rgb;
        let role = CLASSES.get(usize::from(role)).map_or("text", |(_, class)| class);
        let series = if series == 0 { None } else { SERIES.get(usize::from(series)).copied() };
        (role, series)
    }

    /// Returns the style that plotters takes.
    pub fn style(self, filled: bool) -> ShapeStyle {
        let (r, g, b) = self.rgb();
        ShapeStyle { color: RGBAColor(r, g, b, 1.0), filled, stroke_width: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_comes_back_as_its_own_class() {
        for (index, (role, class)) in CLASSES.iter().enumerate() {
            assert_eq!(*role as usize, index);
            let color = BackendColor { alpha: 1.0, rgb: Ink::of(*role, 2).rgb() };
            assert_eq!(Ink::classes(color), (*class, Some("s3")));
        }
        let grid = BackendColor { alpha: 1.0, rgb: Ink::plain(Role::Grid).rgb() };
        assert_eq!(Ink::classes(grid), ("grid", None));
    }
}

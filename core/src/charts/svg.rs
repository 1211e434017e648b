//! The plotters backend that writes SVG: ten units a CSS pixel inside, CSS classes for colours, no fonts.

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::ink::Ink;
use super::lettering;
use super::prose::add;

/// Backend units in one CSS pixel. plotters has whole coordinates only; at one a pixel, curves are jagged.
pub(crate) const UNITS_PER_PX: i32 = 10;

/// Drawing operations return this; nothing in here fails.
type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Collects SVG elements as text.
pub(crate) struct SvgBackend {
    /// Elements so far.
    pub body: String,
    size: (u32, u32),
}

impl SvgBackend {
    /// An empty drawing of a size in CSS pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let units = UNITS_PER_PX as u32;
        Self { body: String::new(), size: (width * units, height * units) }
    }

    /// Opens an element and writes its class.
    fn open(&mut self, element: &str, color: BackendColor) {
        let (role, series) = Ink::classes(color);
        let gap = if series.is_some() { " " } else { "" };
        add(&mut self.body, &["<", element, " class=\"", role, gap, series.unwrap_or(""), "\""]);
    }

    /// Writes ` name="value"` for a length in backend units.
    fn length(&mut self, name: &str, units: i32) {
        add(&mut self.body, &[" ", name, "=\""]);
        push_px(&mut self.body, units);
        add(&mut self.body, &["\""]);
    }

    /// Writes path data, leaving out points that repeat.
    fn path(&mut self, points: impl IntoIterator<Item = BackendCoord>, color: BackendColor, closed: bool) {
        self.open("path", color);
        self.body.push_str(" d=\"");
        let mut last = None;
        for point in points {
            if last == Some(point) {
                continue;
            }
            add(&mut self.body, &[if last.is_none() { "M" } else { "L" }]);
            push_px(&mut self.body, point.0);
            add(&mut self.body, &[" "]);
            push_px(&mut self.body, point.1);
            last = Some(point);
        }
        self.body.push_str(if closed { "Z\"/>" } else { "\"/>" });
    }
}

/// Appends backend units as CSS pixels with at most one decimal.
pub(crate) fn push_px(text: &mut String, units: i32) {
    let (whole, tenth) =
        (units.unsigned_abs() / UNITS_PER_PX as u32, units.unsigned_abs() % UNITS_PER_PX as u32);
    add(text, &[if units < 0 { "-" } else { "" }, &whole.to_string()]);
    if tenth != 0 {
        add(text, &[".", &tenth.to_string()]);
    }
}

/// Appends text with the characters that XML reserves escaped, and without those it forbids.
pub(crate) fn push_escaped(text: &mut String, raw: &str) {
    let mut from = 0;
    for (at, c) in raw.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\t' | '\n' | '\r' => " ",
            '\u{fffe}' | '\u{ffff}' => "",
            c if c.is_control() => "",
            _ => continue,
        };
        add(text, &[raw.get(from..at).unwrap_or(""), instead]);
        from = at + c.len_utf8();
    }
    add(text, &[raw.get(from..).unwrap_or("")]);
}

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.path([from, to], style.color(), false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        self.open("rect", style.color());
        self.length("x", upper_left.0);
        self.length("y", upper_left.1);
        self.length("width", (bottom_right.0 - upper_left.0).max(0));
        self.length("height", (bottom_right.1 - upper_left.1).max(0));
        self.body.push_str("/>");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(path, style.color(), false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        self.open("circle", style.color());
        self.length("cx", center.0);
        self.length("cy", center.1);
        self.length("r", radius as i32);
        self.body.push_str("/>");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.path(vert, style.color(), true);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        self.open("text", style.color());
        self.length("x", pos.0);
        self.length("y", pos.1);
        self.body.push_str(match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        });
        add(&mut self.body, &[">"]);
        push_escaped(&mut self.body, text);
        self.body.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = lettering::width(text, style.size()) * f64::from(UNITS_PER_PX);
        Ok((width as u32, (style.size() * f64::from(UNITS_PER_PX)) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_of_a_pixel() {
        let mut text = String::new();
        for units in [0, 5, -15, 1230] {
            push_px(&mut text, units);
            text.push(' ');
        }
        assert_eq!(text, "0 0.5 -1.5 123 ");
    }

    #[test]
    fn escaping_leaves_no_markup_and_no_control() {
        let mut text = String::new();
        push_escaped(&mut text, "<b a=\"1\" c='2'>&\u{0}\u{8}\n");
        assert_eq!(text, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp; ");
    }
}

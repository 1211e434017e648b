//! A drawing as a file of its own: every look as attributes, for programs that know no style sheets.
//!
//! The rules of [`style`](super::style) are the only source: each is applied to the elements that it names and written as SVG's own
//! attributes (SVG 1.1, 6.1), with the colours of a theme in the place of custom properties. What SVG 1.1 lacks, a halo behind a text
//! (`paint-order`), becomes a second text below the first.

use super::frame::Drawing;
use super::lettering::{TEXT_PX, width};
use super::prose::{add, joined};
use super::style::{RULES, Theme, colour};
use super::svg::push_escaped;

/// Fonts by name, for programs that do not know `system-ui`.
const FONTS: &str = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif";

/// CSS pixels around a picture.
const MARGIN: u32 = 16;

/// CSS pixels from one line of the source to the next.
const LINE: u32 = 16;

/// Properties of style sheets that are no attributes of SVG 1.1, or are written otherwise.
const LEFT_OUT: [&str; 7] =
    ["display", "max-width", "height", "overflow", "font-variant-numeric", "font-family", "paint-order"];

/// The drawing as a file of its own: plain colours and attributes, on a background.
/// Use it for downloads, images in places without scripts, and conversion to PNG.
pub fn standalone(svg: &str, theme: Theme) -> String {
    let plain = inlined(svg, theme);
    // Up to the end of the root's tag, and after it.
    let Some((head, body)) = plain.find('>').and_then(|end| plain.split_at_checked(end + 1)) else {
        return plain;
    };
    joined(&[head, &background(theme), body])
}

/// A chart as a picture to be passed on: with a margin, and below it where it is from, a line each.
pub fn picture(drawing: &Drawing, theme: Theme, source: &[String]) -> String {
    let plain = inlined(&drawing.svg, theme);
    let body = plain.split_once("</desc>").and_then(|(head, body)| {
        let (_, titles) = head.split_once('>')?;
        Some((titles, body.strip_suffix("</svg>")?))
    });
    let Some((titles, body)) = body else { return standalone(&drawing.svg, theme) };
    let room = f64::from(drawing.width);
    let lines: Vec<String> = source.iter().flat_map(|line| broken(line, room)).collect();
    let across = (drawing.width + 2 * MARGIN).to_string();
    let height = (drawing.height + 2 * MARGIN + LINE * lines.len() as u32).to_string();
    let margin = MARGIN.to_string();
    let labels = drawing.svg.split_once("aria-labelledby=\"").and_then(|(_, after)| after.split('"').next());
    let mut svg = joined(&[
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"",
        labels.unwrap_or_default(),
        "\" width=\"",
        &across,
        "\" height=\"",
        &height,
        "\" viewBox=\"0 0 ",
        &across,
        " ",
        &height,
        "\" font-family=\"",
        FONTS,
        "\" font-size=\"12\">",
        titles,
        "</desc>",
        &background(theme),
        "<g transform=\"translate(",
        &margin,
        " ",
        &margin,
        ")\">",
        body,
        "</g>",
    ]);
    let muted = colour("--chart-muted", theme).unwrap_or_default();
    for (at, line) in lines.iter().enumerate() {
        let baseline = drawing.height + MARGIN + LINE * (at as u32 + 1);
        add(&mut svg, &["<text x=\"", &margin, "\" y=\"", &baseline.to_string(), "\" fill=\"", muted, "\">"]);
        push_escaped(&mut svg, line);
        add(&mut svg, &["</text>"]);
    }
    add(&mut svg, &["</svg>"]);
    svg
}

/// A line in lines no wider than `room`; addresses, which have no spaces, are broken at their parts.
fn broken(line: &str, room: f64) -> Vec<String> {
    let parts = line.replace('&', "\u{200b}&").replace('?', "\u{200b}?");
    let mut lines: Vec<String> = Vec::new();
    for part in parts.split_inclusive([' ', '\u{200b}']) {
        let part = part.trim_end_matches('\u{200b}');
        match lines.last_mut() {
            Some(last) if width(&[last.as_str(), part].concat(), TEXT_PX) <= room => last.push_str(part),
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

fn background(theme: Theme) -> String {
    let fill = colour("--chart-background", theme).unwrap_or_default();
    joined(&["<rect width=\"100%\" height=\"100%\" fill=\"", fill, "\"/>"])
}

/// An element's tag and classes.
struct Named<'a> {
    tag: &'a str,
    classes: Vec<&'a str>,
}

impl Named<'_> {
    /// True if a selector of the rules names it: `.chart`, `.chart text`, `.chart .line.s2`, `.chart rect.hollow`.
    fn is_named_by(&self, selector: &str) -> bool {
        let Some((_, last)) = selector.rsplit_once(' ') else {
            return selector.strip_prefix('.').is_some_and(|class| self.classes.contains(&class));
        };
        let mut parts = last.split('.');
        let tag = parts.next().unwrap_or_default();
        (tag.is_empty() || tag == self.tag) && parts.all(|class| self.classes.contains(&class))
    }

    /// Returns the properties that the rules give the element; a later rule wins.
    fn look(&self) -> Vec<(&'static str, &'static str)> {
        let mut look: Vec<(&str, &str)> = Vec::new();
        // What is only for paper is about how browsers print.
        for rule in RULES.lines().filter(|rule| !rule.starts_with('@')) {
            let Some((selectors, declarations)) = rule.trim_end_matches('}').split_once('{') else {
                continue;
            };
            if !selectors.split(',').any(|selector| self.is_named_by(selector)) {
                continue;
            }
            for (property, value) in declarations.split(';').filter_map(|one| one.split_once(':')) {
                look.retain(|(known, _)| *known != property);
                look.push((property, value));
            }
        }
        look
    }
}

/// The drawing with attributes in the place of classes.
fn inlined(svg: &str, theme: Theme) -> String {
    let mut plain = String::new();
    let mut rest = svg;
    while let Some((before, from)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((tag, after)) = from.split_once('>') else { break };
        rest = after;
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let Some((head, classes, tail)) = classes_of(tag) else {
            add(&mut plain, &["<", tag, ">"]);
            continue;
        };
        let named = Named { tag: name, classes: classes.split(' ').collect() };
        let look = named.look();
        if look.iter().any(|(property, _)| *property == "paint-order")
            && let Some((text, _)) = after.split_once('<')
        {
            let halo = attributes(&look, theme, |property, value| match property {
                "fill" => Some("none"),
                _ => Some(value),
            });
            add(&mut plain, &["<", head, &halo, tail, " aria-hidden=\"true\">", text, "</text>"]);
            let own = attributes(&look, theme, |property, value| {
                (!property.starts_with("stroke")).then_some(value)
            });
            add(&mut plain, &["<", head, &own, tail, ">"]);
            continue;
        }
        let mut own = attributes(&look, theme, |_, value| Some(value));
        if named.classes.contains(&"chart") {
            add(&mut own, &[" font-family=\"", FONTS, "\""]);
        }
        add(&mut plain, &["<", head, &own, tail, ">"]);
    }
    plain.push_str(rest);
    plain
}

/// Splits a tag into the text before its classes, the classes and the text after them.
fn classes_of(tag: &str) -> Option<(&str, &str, &str)> {
    let (head, from) = tag.split_once(" class=\"")?;
    let (classes, tail) = from.split_once('"')?;
    Some((head, classes, tail))
}

/// Properties as attributes, with plain colours; `keep` gives the value to write, or none.
fn attributes<'a>(
    look: &[(&'a str, &'a str)],
    theme: Theme,
    keep: impl Fn(&str, &'a str) -> Option<&'a str>,
) -> String {
    let own = look.iter().find(|(property, _)| *property == "color").map_or("", |(_, value)| value);
    let mut text = String::new();
    for (property, value) in look.iter().filter(|(property, _)| *property != "color") {
        let Some(value) = keep(property, value).filter(|_| !LEFT_OUT.contains(property)) else { continue };
        let value = if value == "currentColor" { own } else { value };
        let value = match value {
            "" => "var(--chart-text)",
            // Dots of no length are nothing to some programs.
            "0 5" => "0.1 4.9",
            _ => value,
        };
        let variable = value.strip_prefix("var(").and_then(|name| name.strip_suffix(')'));
        let value = variable.and_then(|name| colour(name, theme)).unwrap_or(value);
        // Attributes are in user units, which are CSS pixels here.
        let value = value.strip_suffix("px").unwrap_or(value);
        add(&mut text, &[" ", property, "=\"", value, "\""]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str = "<svg xmlns=\"x\" class=\"chart\" viewBox=\"0 0 9 9\"><title id=\"t\">T &lt;</title><desc id=\"d\">D</desc>\
        <g class=\"series\"><path class=\"line s2\" d=\"M0 0\"/><rect class=\"hollow s1\" x=\"1\"/>\
        <text class=\"value s1\" x=\"1\">4 Wh</text><text class=\"text\">a</text></g></svg>";

    #[test]
    fn every_look_is_an_attribute() {
        let file = standalone(DRAWN, Theme::Light);
        assert!(
            !file.contains("class=") && !file.contains("var(") && !file.contains("currentColor"),
            "{file}"
        );
        assert!(!file.contains("<style") && !file.contains("auto"), "{file}");
        assert!(file.contains("stroke=\"#b8410b\"") && file.contains("stroke-dasharray=\"9 4\""), "{file}");
        let rectangle = file.split("<rect").last().unwrap();
        assert!(
            rectangle.contains("stroke-dasharray=\"3 2\"") && rectangle.contains("fill=\"#ffffff\""),
            "{file}"
        );
        assert_eq!(file.matches("font-family=\"Helvetica").count(), 1);
    }

    #[test]
    fn addresses_are_broken_at_their_parts() {
        let link = "https://example.org/w/?model=flux1-dev&gpu=a100&width=1024&height=1024&steps=50&v=1";
        let lines = broken(link, 200.0);
        assert!(lines.len() > 2 && lines.concat() == link, "{lines:?}");
        assert_eq!(broken("A line of words", 1e3), ["A line of words"]);
    }

    #[test]
    fn a_halo_is_a_text_below_the_text() {
        let file = standalone(DRAWN, Theme::Dark);
        let texts: Vec<&str> = file.split("<text").filter(|text| text.contains("4 Wh")).collect();
        assert_eq!(texts.len(), 2, "{file}");
        assert!(
            texts[0].contains("stroke=\"#14171b\"") && texts[0].contains("fill=\"none\""),
            "{}",
            texts[0]
        );
        assert!(texts[1].contains("fill=\"#6cb4f5\"") && !texts[1].contains("stroke"), "{}", texts[1]);
    }
}

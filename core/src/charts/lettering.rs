//! Width of text, without fonts or a page: a fixed table, a little wider than common sans-serif faces,
//! so that text never runs into its neighbour on any machine and every target lays out the same chart.

use super::prose::{add, joined};

/// Size of all text but the heading, in CSS pixels.
pub(crate) const TEXT_PX: f64 = 12.0;
/// Size of the heading, in CSS pixels.
pub(crate) const HEADING_PX: f64 = 14.0;

/// Width of semi-bold text over that of regular text.
pub(crate) const BOLD: f64 = 1.1;

/// Width of one character in thousandths of the font size. Generous: DejaVu Sans, the widest of the usual
/// `system-ui` faces, fits.
fn thousandths(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '\'' => 290,
        'I' | '.' | ',' | ':' | ';' | '|' | '!' | ' ' | '\u{a0}' => 340,
        '\u{202f}' | '\u{2009}' => 220,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '"' | '·' => 410,
        '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁻' => 410,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '→' => 980,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 590,
        '0'..='9' | 'a'..='z' => 640,
        '×' | '+' | '=' | '<' | '>' | '\u{2212}' | '±' | '~' => 840,
        '\u{300}'..='\u{36f}' => 0,
        'A'..='Z' => 740,
        c if (c as u32) < 0x250 => 700,
        _ => 1000,
    }
}

/// Width of `text` in CSS pixels at a font size in CSS pixels.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    f64::from(text.chars().map(thousandths).sum::<u32>()) * size / 1000.0
}

/// Width of semi-bold text: values, the heading, text on bars.
pub(crate) fn bold_width(text: &str, size: f64) -> f64 {
    width(text, size) * BOLD
}

/// `text`, or as much of its start as fits `room` with an ellipsis.
pub(crate) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.into();
    }
    let room = room - width("…", size);
    let (mut end, mut used) = (0, 0.0);
    for (at, c) in text.char_indices() {
        used += f64::from(thousandths(c)) * size / 1000.0;
        if used > room {
            break;
        }
        end = at + c.len_utf8();
    }
    joined(&[text.get(..end).unwrap_or("").trim_end(), "…"])
}

/// `text` in lines no wider than `room`, broken at spaces; a single word too long for a line is shortened.
pub(crate) fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if let Some(line) = lines.last_mut()
            && width(line, size) + width(" ", size) + width(word, size) <= room
        {
            add(line, &[" ", word]);
            continue;
        }
        lines.push(fitted(word, size, room));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        let text = "Energy per image against the number of denoising steps, H200 and A100";
        let lines = wrapped(text, TEXT_PX, 150.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| width(line, TEXT_PX) <= 150.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn long_text_is_shortened_with_an_ellipsis() {
        let text = fitted("stabilityai/stable-diffusion-3.5-large", TEXT_PX, 100.0);
        assert!(text.ends_with('…') && width(&text, TEXT_PX) <= 100.0);
        assert_eq!(fitted("A100", TEXT_PX, 100.0), "A100");
    }
}

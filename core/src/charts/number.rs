//! Numbers as people read them: exact decimals, thin spaces between thousands, powers of ten where needed.

use super::prose::{add, joined, with_unit};
use crate::words::{Word, Words};

/// Between groups of three digits: a narrow no-break space, the SI separator (BIPM brochure, 9th ed., 5.4.4).
const GROUP: &str = "\u{202f}";

/// A number `digits * 10^exponent`, exact, as ticks and rounded values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// All digits, with the sign.
    pub digits: i64,
    /// Power of ten of the last digit.
    pub exponent: i32,
}

impl Decimal {
    /// `value` rounded to `figures` significant figures (1 to 12). By arithmetic, not `format!`: the machinery
    /// that prints fractions exactly is large on the wire, and these are not meant to be exact.
    pub fn rounded(value: f64, figures: usize) -> Self {
        if value == 0.0 {
            return Self { digits: 0, exponent: 0 };
        }
        let figures = figures.clamp(1, 12) as i32;
        let magnitude = libm::floor(libm::log10(value.abs())) as i32;
        let mut exponent = magnitude + 1 - figures;
        let mut digits = libm::round(times_power_of_ten(value, -exponent));
        if digits.abs() >= times_power_of_ten(1.0, figures) {
            // Rounded up into one more digit: 9.96 at two figures is 10, not 10.0.
            exponent += 1;
            digits = libm::round(digits / 10.0);
        }
        Self { digits: digits as i64, exponent }
    }

    /// Power of ten of the first digit; 0 for zero.
    pub fn magnitude(self) -> i32 {
        match self.digits.unsigned_abs().checked_ilog10() {
            Some(log) => log as i32 + self.exponent,
            None => 0,
        }
    }

    /// Without trailing zeros.
    fn trimmed(mut self) -> Self {
        if self.digits == 0 {
            return Self { digits: 0, exponent: 0 };
        }
        while self.digits % 10 == 0 {
            self.digits /= 10;
            self.exponent += 1;
        }
        self
    }

    /// Written out, every digit kept, thousands grouped: "12 000", "0.050".
    pub fn plain(self, decimal: char) -> String {
        let written = self.digits.unsigned_abs().to_string();
        let fraction = (-self.exponent).max(0) as usize;
        let before = "0".repeat((fraction + 1).saturating_sub(written.len()));
        let after = "0".repeat(if self.digits == 0 { 0 } else { self.exponent.max(0) as usize });
        let digits = joined(&[&before, &written, &after]);
        // `get` in place of indexing: what prints a slicing panic is large on the wire.
        let piece = |from: usize, to: usize| digits.get(from..to).unwrap_or("");
        let whole = digits.len() - fraction;
        let mut shown = String::from(if self.digits < 0 { "\u{2212}" } else { "" });
        let mut from = 0;
        while whole > 4 && whole - from > 3 {
            let to = from + (whole - from - 1) % 3 + 1;
            add(&mut shown, &[piece(from, to), GROUP]);
            from = to;
        }
        add(&mut shown, &[piece(from, whole)]);
        if fraction > 0 {
            add(&mut shown, &[if decimal == ',' { "," } else { "." }, piece(whole, digits.len())]);
        }
        shown
    }

    /// Returns the number with a power of ten: "10⁵", "2×10⁵", "1.5×10⁻⁷".
    pub fn scientific(self, decimal: char) -> String {
        let short = self.trimmed();
        if short.digits == 0 {
            return "0".into();
        }
        let magnitude = short.magnitude();
        if magnitude == 0 {
            return short.plain(decimal);
        }
        let mantissa = Self { digits: short.digits, exponent: short.exponent - magnitude };
        let mut shown = match mantissa.digits {
            1 => String::from("10"),
            -1 => String::from("\u{2212}10"),
            _ => mantissa.plain(decimal) + "×10",
        };
        superscript(magnitude, &mut shown);
        shown
    }
}

/// `value * 10^power`, by multiplication, the same on every machine; in two steps where the power itself would
/// be beyond `f64`.
pub(crate) fn times_power_of_ten(value: f64, power: i32) -> f64 {
    let (mut now, mut later) = (1.0_f64, 1.0_f64);
    for step in 0..power.abs() {
        *(if step < 300 { &mut now } else { &mut later }) *= 10.0;
    }
    if power < 0 { value / now / later } else { value * now * later }
}

/// Appends an exponent in raised digits.
fn superscript(exponent: i32, shown: &mut String) {
    if exponent < 0 {
        add(shown, &["⁻"]);
    }
    for digit in exponent.unsigned_abs().to_string().bytes() {
        add(shown, &[["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"][usize::from(digit - b'0') % 10]]);
    }
}

/// `value` at `figures` significant figures: plain between 0.0001 and ten million, else as a power of ten.
pub(crate) fn shown(value: f64, figures: usize, decimal: char) -> String {
    let rounded = Decimal::rounded(value, figures);
    let magnitude = rounded.magnitude();
    if !(-4..7).contains(&magnitude) {
        return rounded.scientific(decimal);
    }
    let mut whole = rounded;
    while whole.exponent < 0 && whole.digits % 10 == 0 {
        whole = Decimal { digits: whole.digits / 10, exponent: whole.exponent + 1 };
    }
    whole.plain(decimal)
}

/// `value` at three figures, or at a whole number where it is larger.
pub(crate) fn brief(value: f64, decimal: char) -> String {
    let size = Decimal::rounded(value, 3).magnitude();
    shown(value, if (3..7).contains(&size) { size as usize + 1 } else { 3 }, decimal)
}

/// A share of a whole in percent, never rounded up to 100 or down to 0 when it is neither.
pub(crate) fn percent(share: f64, decimal: char) -> String {
    let value = share * 100.0;
    let mut shown = String::new();
    if value > 0.0 && value < 0.01 {
        add(&mut shown, &["< "]);
        shown.push_str(&Decimal { digits: 1, exponent: -2 }.plain(decimal));
    } else if value > 99.99 && value < 100.0 {
        add(&mut shown, &["> "]);
        shown.push_str(&Decimal { digits: 9999, exponent: -2 }.plain(decimal));
    } else if value > 99.0 && value < 100.0 {
        let floor = libm::floor(value * 100.0) as i64;
        shown.push_str(&Decimal { digits: floor, exponent: -2 }.plain(decimal));
    } else {
        let figures = if value < 1.0 { 2 } else { 3 };
        let rounded = Decimal::rounded(value, figures);
        let whole = rounded.digits == 0 || rounded.magnitude() == 2;
        shown.push_str(&if whole { rounded.trimmed() } else { rounded }.plain(decimal));
    }
    shown.push_str("\u{a0}%");
    shown
}

/// ", low to high unit" after a value; nothing without an interval.
#[inline(never)]
pub(crate) fn add_interval(text: &mut String, interval: Option<(f64, f64)>, unit: &str, words: Words) {
    if let Some((low, high)) = interval {
        let number = |value: f64| brief(value, words.decimal());
        let (low, high) = (number(low), with_unit(&number(high), unit));
        add(text, &[", ", &words.say(Word::NUMBER_RANGE, &[("low", &low), ("high", &high)])]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_groups_thousands_and_keeps_decimals() {
        assert_eq!(Decimal { digits: 12, exponent: 3 }.plain('.'), "12\u{202f}000");
        assert_eq!(Decimal { digits: 1234, exponent: 0 }.plain('.'), "1234");
        assert_eq!(Decimal { digits: 50, exponent: -3 }.plain(','), "0,050");
        assert_eq!(Decimal { digits: -5, exponent: -1 }.plain('.'), "\u{2212}0.5");
        assert_eq!(Decimal { digits: 0, exponent: 4 }.plain('.'), "0");
    }

    #[test]
    fn scientific_is_short() {
        assert_eq!(Decimal { digits: 1, exponent: 5 }.scientific('.'), "10⁵");
        assert_eq!(Decimal { digits: 200, exponent: 3 }.scientific('.'), "2×10⁵");
        assert_eq!(Decimal { digits: -15, exponent: -8 }.scientific(','), "\u{2212}1,5×10⁻⁷");
    }

    #[test]
    fn brief_has_three_figures() {
        let cases = [
            (4.19, "4.19"),
            (0.0, "0"),
            (7_453_795.6, "7\u{202f}453\u{202f}796"),
            (0.5, "0.5"),
            (1e-9, "10⁻⁹"),
            (123.4, "123"),
            (2.0, "2"),
        ];
        for (value, text) in cases {
            assert_eq!(brief(value, '.'), text, "{value}");
        }
        assert_eq!(brief(1e300, '.'), "10³⁰⁰");
        assert_eq!(brief(5e-324, '.'), "4.94×10⁻³²⁴");
        assert_eq!((shown(9.96, 2, '.'), shown(0.0999, 2, '.')), ("10".into(), "0.1".into()));
        assert_eq!(brief(-0.25, ','), "\u{2212}0,25");
    }

    #[test]
    fn percent_never_claims_all_or_nothing() {
        assert_eq!(percent(0.000_001, '.'), "< 0.01\u{a0}%");
        assert_eq!(percent(0.999_999, '.'), "> 99.99\u{a0}%");
        assert_eq!(percent(0.997_94, '.'), "99.79\u{a0}%");
        assert_eq!(percent(0.00065, ','), "0,065\u{a0}%");
        assert_eq!(percent(1.0, '.'), "100\u{a0}%");
        assert_eq!(percent(0.0, '.'), "0\u{a0}%");
        assert_eq!(percent(0.5, '.'), "50.0\u{a0}%");
    }
}

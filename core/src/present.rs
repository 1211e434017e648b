//! Numbers in words: units scaled, digits that the interval supports.

use crate::units::Energy;

/// The unit that a reader asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EnergyUnit {
    /// Watt-hours.
    #[default]
    WattHours,
    /// Joules.
    Joules,
    /// Kilowatt-hours.
    KilowattHours,
}

impl crate::error::Choice for EnergyUnit {
    const ALL: &'static [(&'static str, Self)] =
        &[("wh", Self::WattHours), ("j", Self::Joules), ("kwh", Self::KilowattHours)];
}

impl EnergyUnit {
    /// An energy as a number in this unit.
    pub const fn of(self, energy: Energy) -> f64 {
        match self {
            Self::WattHours => energy.watt_hours(),
            Self::Joules => energy.joules(),
            Self::KilowattHours => energy.kilowatt_hours(),
        }
    }

    /// The unit's symbol.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::WattHours => "Wh",
            Self::Joules => "J",
            Self::KilowattHours => "kWh",
        }
    }

    /// An energy with two significant digits and the unit, scaled by thousands where that reads better.
    pub fn text(self, energy: Energy) -> String {
        scaled(self.of(energy), self.symbol())
    }
}

/// Significant digits of a figure whose interval is some ten per cent wide.
const DIGITS: usize = 2;

/// A number with two significant digits, thousands separated by thin spaces.
pub fn rounded(value: f64) -> String {
    significant(value, DIGITS)
}

/// A number with so many significant digits, without exponent, thousands separated by narrow no-break spaces.
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = digits as i32 - 1 - magnitude;
    // Rounding may carry into a new digit: 9.96 at two digits is 10, not 10.0.
    let carried = (value.abs() * power_of_ten(decimals)).round() >= power_of_ten(digits as i32);
    fixed(value, decimals - i32::from(carried))
}

/// A coefficient or a setting as it was written: up to 12 decimals, without separators.
pub fn plain(value: f64) -> String {
    const MOST_DECIMALS: i32 = 12;
    let text = ungrouped(value, MOST_DECIMALS).unwrap_or_else(|| fixed(value, 0));
    match text.split_once('.') {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => [whole, ".", fraction].concat(),
        },
        None => text,
    }
}

/// A number with so many decimals; a negative number of them rounds to tens, hundreds and so on.
pub fn fixed(value: f64, decimals: i32) -> String {
    match ungrouped(value, decimals) {
        Some(text) => grouped(&text),
        None if value.is_finite() => "beyond counting".to_owned(),
        None => "unknown".to_owned(),
    }
}

/// The same without separators; `None` where the digits are more than a whole number holds exactly. Written by whole-number
/// arithmetic: the library's printing of fractions is a tenth of the page's size.
fn ungrouped(value: f64, decimals: i32) -> Option<String> {
    let scaled = (value.abs() * power_of_ten(decimals)).round();
    if !value.is_finite() || scaled >= LARGEST_EXACT {
        return None;
    }
    let mut digits = (scaled as u64).to_string();
    if decimals < 0 {
        digits.extend(std::iter::repeat_n('0', decimals.unsigned_abs() as usize));
    }
    let places = usize::try_from(decimals).unwrap_or(0);
    if places > 0 {
        let padding = (places + 1).saturating_sub(digits.len());
        digits.insert_str(0, &"0".repeat(padding));
        digits.insert(digits.len() - places, '.');
    }
    if value < 0.0 && scaled > 0.0 {
        digits.insert(0, '-');
    }
    Some(digits)
}

/// Whole numbers below this are exact.
const LARGEST_EXACT: f64 = 9e15;

fn power_of_ten(exponent: i32) -> f64 {
    10_f64.powi(exponent)
}

/// A whole number, thousands separated.
pub fn whole(value: u64) -> String {
    grouped(&value.to_string())
}

/// A value and its unit, scaled by a thousand up or down so that it reads between 0.1 and 10,000.
pub fn scaled(value: f64, unit: &str) -> String {
    let (value, prefix) = match value.abs() {
        0.0 => (value, ""),
        small if small < 0.1 && unit != "kWh" => (value * 1e3, "m"),
        large if large >= 1e7 => (value / 1e6, "M"),
        large if large >= 1e4 => (value / 1e3, "k"),
        _ => (value, ""),
    };
    match (prefix, unit) {
        // Kilo-kilowatt-hours have a name.
        ("k", "kWh") => format!("{} MWh", rounded(value)),
        ("M", "kWh") => format!("{} GWh", rounded(value)),
        _ => format!("{} {prefix}{unit}", rounded(value)),
    }
}

/// Narrow no-break space, the separator of thousands in ISO 80000-1.
const SEPARATOR: char = '\u{202f}';

fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            text.push(SEPARATOR);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_kept_at_every_size() {
        let cases = [
            (4.19, "4.2"),
            (9.96, "10"),
            (0.0419, "0.042"),
            (419.0, "420"),
            (15_084.0, "15\u{202f}000"),
            (0.0, "0"),
            (-2.345, "-2.3"),
            (99_600.0, "100\u{202f}000"),
            (0.000_099_6, "0.00010"),
            (f64::NAN, "unknown"),
        ];
        for (value, text) in cases {
            assert_eq!(rounded(value), text);
        }
    }

    #[test]
    fn settings_are_written_as_they_were() {
        for text in ["-20.61", "0.989", "-0.043", "1.2", "50", "0", "0.001"] {
            assert_eq!(plain(text.parse().unwrap()), text);
        }
        assert_eq!(plain(1e15), "1\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000");
    }

    #[test]
    fn units_are_scaled_by_thousands() {
        assert_eq!(scaled(0.051, "Wh"), "51 mWh");
        assert_eq!(scaled(41_900.0, "Wh"), "42 kWh");
        assert_eq!(scaled(25_000.0, "kWh"), "25 MWh");
        assert_eq!(scaled(4.19, "Wh"), "4.2 Wh");
    }
}

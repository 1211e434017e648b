//! Numbers in words: units scaled, digits that the interval supports, the signs of a language.

use crate::units::Energy;
use crate::words::{Word, Words};

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

    /// An energy with two significant digits and the unit, scaled by thousands where that reads better, in English.
    pub fn text(self, energy: Energy) -> String {
        Words::ENGLISH.energy(energy, self)
    }
}

/// Significant digits of a figure whose interval is some ten per cent wide.
const DIGITS: usize = 2;

/// Numbers as people of a language read them: its decimal sign, and its sign between groups of three digits from five digits on.
impl Words {
    /// An energy with two significant digits and the unit, scaled by thousands where that reads better.
    pub fn energy(self, energy: Energy, unit: EnergyUnit) -> String {
        self.scaled(unit.of(energy), unit.symbol())
    }

    /// Energies in one unit: the one in which the first reads well. So they compare at a glance.
    pub fn energies_alike<const N: usize>(self, energies: [Energy; N], unit: EnergyUnit) -> [String; N] {
        self.scaled_alike(energies.map(|energy| unit.of(energy)), unit.symbol())
    }

    /// Two energies, from the lower to the higher, in the unit in which `like` reads well.
    pub fn energies(self, like: Energy, [low, high]: [Energy; 2], unit: EnergyUnit) -> String {
        let [_, low, high] = self.energies_alike([like, low, high], unit);
        self.say(Word::NUMBER_RANGE, &[("low", &low), ("high", &high)])
    }

    /// A number with two significant digits.
    pub fn rounded(self, value: f64) -> String {
        self.significant(value, DIGITS)
    }

    /// A number with so many significant digits, without exponent.
    pub fn significant(self, value: f64, digits: usize) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        let magnitude = libm::log10(value.abs()).floor() as i32;
        let decimals = digits as i32 - 1 - magnitude;
        // Rounding may carry into a new digit: 9.96 at two digits is 10, not 10.0.
        let carried = (value.abs() * power_of_ten(decimals)).round() >= power_of_ten(digits as i32);
        self.fixed(value, decimals - i32::from(carried))
    }

    /// A coefficient or a setting: up to 12 decimals.
    pub fn plain(self, value: f64) -> String {
        plain_digits(value).map_or_else(|| self.fixed(value, 0), |digits| self.grouped(&digits))
    }

    /// A number with so many decimals; a negative number of them rounds to tens, hundreds and so on.
    pub fn fixed(self, value: f64, decimals: i32) -> String {
        match ungrouped(value, decimals) {
            Some(text) => self.grouped(&text),
            None => self
                .text(if value.is_finite() { Word::NUMBER_TOO_LARGE } else { Word::NUMBER_UNKNOWN })
                .to_owned(),
        }
    }

    /// A whole number.
    pub fn whole(self, value: u64) -> String {
        self.grouped(&value.to_string())
    }

    /// A value and its unit, scaled by a thousand up or down so that it reads between 0.1 and 10,000.
    pub fn scaled(self, value: f64, unit: &str) -> String {
        let [text] = self.scaled_alike([value], unit);
        text
    }

    /// Values in one unit: the one in which the first reads between 0.1 and 10,000.
    pub fn scaled_alike<const N: usize>(self, values: [f64; N], unit: &str) -> [String; N] {
        let (factor, prefix) = match values.first().copied().unwrap_or_default().abs() {
            0.0 => (1.0, ""),
            small if small < 0.1 && unit != "kWh" => (1e3, "m"),
            large if large >= 1e7 => (1e-6, "M"),
            large if large >= 1e4 => (1e-3, "k"),
            _ => (1.0, ""),
        };
        let unit = match (prefix, unit) {
            // Kilo-kilowatt-hours have a name.
            ("k", "kWh") => "MWh".to_owned(),
            ("M", "kWh") => "GWh".to_owned(),
            _ => [prefix, unit].concat(),
        };
        values.map(|value| [&*self.rounded(value * factor), " ", &unit].concat())
    }

    /// A number as [`ungrouped`] writes it, with the signs of the language.
    fn grouped(self, number: &str) -> String {
        let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut text = String::from(sign);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > UNGROUPED {
                text.push_str(self.text(Word::LANGUAGE_THOUSANDS));
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text.push_str(self.text(Word::LANGUAGE_DECIMAL));
            text.push_str(fraction);
        }
        text
    }
}

/// Digits that are never grouped: years, steps and sides of an image.
pub(crate) const UNGROUPED: usize = 4;

/// [`Words::rounded`] in English.
pub fn rounded(value: f64) -> String {
    Words::ENGLISH.rounded(value)
}

/// [`Words::significant`] in English.
pub fn significant(value: f64, digits: usize) -> String {
    Words::ENGLISH.significant(value, digits)
}

/// [`Words::fixed`] in English.
pub fn fixed(value: f64, decimals: i32) -> String {
    Words::ENGLISH.fixed(value, decimals)
}

/// A coefficient of determination or correlation: so many decimals, and more where they alone would call it 1 though it is not.
pub fn correlation(value: f64, decimals: i32) -> String {
    const MOST_DECIMALS: i32 = 9;
    let reads_as_one =
        |decimals: i32| (value.abs() * power_of_ten(decimals)).round() >= power_of_ten(decimals);
    if value.abs() >= 1.0 {
        return fixed(value, decimals);
    }
    let enough = (decimals..MOST_DECIMALS).find(|decimals| !reads_as_one(*decimals));
    fixed(value, enough.unwrap_or(MOST_DECIMALS))
}

/// [`Words::whole`] in English.
pub fn whole(value: u64) -> String {
    Words::ENGLISH.whole(value)
}

/// [`Words::scaled`] in English.
pub fn scaled(value: f64, unit: &str) -> String {
    Words::ENGLISH.scaled(value, unit)
}

/// A coefficient or a setting as programs read it: up to 12 decimals, a point before them, no separators; with an exponent where that would
/// be more digits than are known.
pub fn plain(value: f64) -> String {
    plain_digits(value).unwrap_or_else(|| {
        let exponent = libm::log10(value.abs()).floor();
        match plain_digits(value / libm::pow(10.0, exponent)) {
            Some(digits) => [&*digits, "e", &(exponent as i32).to_string()].concat(),
            None if value.is_nan() => "NaN".to_owned(),
            None => (if value > 0.0 { "inf" } else { "-inf" }).to_owned(),
        }
    })
}

/// The digits of [`plain`]; `None` where there are none.
fn plain_digits(value: f64) -> Option<String> {
    const MOST_DECIMALS: i32 = 12;
    let text = ungrouped(value, MOST_DECIMALS).or_else(|| ungrouped(value, 0))?;
    Some(match text.split_once('.') {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => [whole, ".", fraction].concat(),
        },
        None => text,
    })
}

/// A number with so many decimals, without separators; `None` where the digits are more than a whole number holds exactly. Written by whole-number
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
            (15_084.0, "15,000"),
            (0.0, "0"),
            (-2.345, "-2.3"),
            (99_600.0, "100,000"),
            (0.000_099_6, "0.00010"),
            (f64::NAN, "unknown"),
        ];
        for (value, text) in cases {
            assert_eq!(rounded(value), text);
        }
    }

    #[test]
    fn what_is_not_one_does_not_read_as_one() {
        let cases = [
            (0.9998, "0.9998"),
            (0.999_97, "0.99997"),
            (0.95, "0.950"),
            (1.0, "1.000"),
            (-0.9996, "-0.9996"),
            (-3.2, "-3.200"),
            (1.0 - 1e-12, "1.000000000"),
            (f64::NAN, "unknown"),
        ];
        for (value, text) in cases {
            assert_eq!(correlation(value, 3), text);
        }
    }

    #[test]
    fn settings_are_written_as_they_were() {
        for text in ["-20.61", "0.989", "-0.043", "1.2", "50", "0", "0.001"] {
            assert_eq!(plain(text.parse().unwrap()), text);
        }
        assert_eq!(plain(1e15), "1000000000000000");
    }

    #[test]
    fn each_language_has_its_signs() {
        let french = Words::of("fr").unwrap();
        assert_eq!(french.significant(1_234_567.25, 9), "1\u{202f}234\u{202f}567,25");
        assert_eq!(french.plain(-20.61), "-20,61");
        assert_eq!(
            (french.whole(1024), french.whole(10_240)),
            ("1024".to_owned(), "10\u{202f}240".to_owned())
        );
        assert_eq!(french.fixed(f64::NAN, 1), "inconnu");
    }

    #[test]
    fn units_are_scaled_by_thousands() {
        assert_eq!(scaled(0.051, "Wh"), "51 mWh");
        assert_eq!(scaled(41_900.0, "Wh"), "42 kWh");
        assert_eq!(scaled(25_000.0, "kWh"), "25 MWh");
        assert_eq!(scaled(4.19, "Wh"), "4.2 Wh");
        let alike = Words::ENGLISH.scaled_alike([0.09, 0.072, 0.11], "Wh");
        assert_eq!(alike, ["90 mWh", "72 mWh", "110 mWh"]);
    }
}

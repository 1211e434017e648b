//! Tick positions: steps of 1, 2 or 5 on linear axes; decades, with 2 and 5 between them where there is
//! room, on logarithmic ones. Labels come from whole-number arithmetic, so they are exact and distinct.

use super::number::{Decimal, times_power_of_ten};

/// The fewest ticks that can cover any range (one below zero, zero, one above).
pub(crate) const FEWEST: usize = 3;

/// No linear step is smaller: numbers below lose digits.
const SMALLEST_STEP: f64 = 1e-300;

/// A tick: its value as an exact decimal and, for a logarithmic axis, its decimal logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tick {
    /// The value.
    pub value: Decimal,
    /// Position on the axis: the value itself, or its logarithm.
    pub at: f64,
}

/// `digits * 10^exponent` as a number.
pub(crate) fn value_of(decimal: Decimal) -> f64 {
    times_power_of_ten(decimal.digits as f64, decimal.exponent)
}

/// At most `most` (3 or more) equal steps of 1, 2 or 5 times a power of ten that cover `low..=high`.
/// The range must be at least a billionth of its larger end wide, as `ruler.rs` makes it.
pub(crate) fn linear(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let most = most.max(FEWEST);
    let mut exponent = libm::floor(libm::log10(((high - low) / most as f64).max(SMALLEST_STEP))) as i32;
    loop {
        for factor in [1_i64, 2, 5] {
            let step = value_of(Decimal { digits: factor, exponent });
            // A billionth of a step is rounding, not data.
            let first = libm::floor(low / step + 1e-9);
            let last = libm::ceil(high / step - 1e-9);
            if last - first < most as f64 {
                let numbers = first as i64..=last as i64;
                let tick = |number: i64| {
                    let value = Decimal { digits: number * factor, exponent };
                    Tick { value, at: value_of(value) }
                };
                return numbers.map(tick).collect();
            }
        }
        exponent += 1;
    }
}

/// At most `most` (3 or more) ticks that cover `low..=high`, both above 0, on a logarithmic axis. They are at
/// 1, 2 and 5 of each decade, else at 1 and 3, else at decades, else at every so many decades. A range too narrow for these
/// (less than a factor 2.5) gets linear ticks, placed by their logarithm.
pub(crate) fn logarithmic(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let most = most.max(FEWEST);
    let (start, end) = (libm::log10(low), libm::log10(high));
    if end - start < 0.398 && high - low > SMALLEST_STEP {
        let ticks = linear(low, high, most);
        if ticks.iter().all(|tick| tick.at > 0.0) {
            return ticks.into_iter().map(|tick| Tick { at: libm::log10(tick.at), ..tick }).collect();
        }
    }
    for digits in [&[1, 2, 5][..], &[1, 3]] {
        let ticks = subdivided(start, end, digits);
        if ticks.len() <= most {
            return ticks;
        }
    }
    for stride in [1, 2, 3, 5, 10, 20, 50, 100, 200, 500] {
        let width = f64::from(stride);
        let first = libm::floor(start / width + 1e-9) as i32;
        let last = libm::ceil(end / width - 1e-9) as i32;
        if ((last - first) as usize) < most {
            return (first..=last).map(|number| decade(1, number * stride)).collect();
        }
    }
    vec![decade(1, -500), decade(1, 500)]
}

/// A tick at `digit` times a power of ten.
fn decade(digit: i64, exponent: i32) -> Tick {
    Tick { value: Decimal { digits: digit, exponent }, at: f64::from(exponent) + libm::log10(digit as f64) }
}

/// Ticks at some digits of each decade, from the last at or below `start` to the first at or above `end`.
fn subdivided(start: f64, end: f64, digits: &[i64]) -> Vec<Tick> {
    let (first, last) = (libm::floor(start) as i32 - 1, libm::ceil(end) as i32 + 1);
    let all: Vec<Tick> = (first..=last)
        .flat_map(|exponent| digits.iter().map(move |&digit| decade(digit, exponent)))
        .collect();
    let from = all.iter().rposition(|tick| tick.at <= start + 1e-9).unwrap_or(0);
    let to = all.iter().position(|tick| tick.at >= end - 1e-9).unwrap_or(all.len() - 1);
    all[from..=to.max(from)].to_vec()
}

/// Labels for ticks of one axis, all in one form: plain, or powers of ten where numbers would be long.
pub(crate) fn labels(ticks: &[Tick], decimal: char) -> Vec<String> {
    let largest = ticks.iter().map(|tick| tick.value.magnitude()).max().unwrap_or(0);
    let finest = ticks.iter().filter(|tick| tick.value.digits != 0).map(|tick| tick.value.exponent).min();
    let plain = largest < 6 && finest.unwrap_or(0) >= -5;
    let label = |tick: &Tick| if plain { tick.value.plain(decimal) } else { tick.value.scientific(decimal) };
    ticks.iter().map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn text(ticks: &[Tick]) -> Vec<String> {
        labels(ticks, '.')
    }

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(text(&linear(0.0, 9.3, 6)), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(text(&linear(0.012, 0.031, 5)), ["0.01", "0.02", "0.03", "0.04"]);
        assert_eq!(text(&linear(-1.0, 1.0, 3)), ["\u{2212}1", "0", "1"]);
        assert_eq!(text(&linear(0.0, 3e7, 4)), ["0", "10⁷", "2×10⁷", "3×10⁷"]);
    }

    #[test]
    fn logarithmic_ticks_thin_out_with_the_span() {
        assert_eq!(text(&logarithmic(0.3, 8.0, 8)), ["0.2", "0.5", "1", "2", "5", "10"]);
        assert_eq!(text(&logarithmic(0.3, 8e3, 6)), ["0.1", "1", "10", "100", "1000", "10\u{202f}000"][..6]);
        assert_eq!(text(&logarithmic(97.0, 103.0, 5)), ["96", "98", "100", "102", "104"]);
        assert_eq!(text(&logarithmic(1e-200, 1e200, 6)), ["10⁻²⁰⁰", "10⁻¹⁰⁰", "1", "10¹⁰⁰", "10²⁰⁰"]);
    }

    /// Covers the range, rises strictly, has 2 to `most` ticks, and no two labels alike.
    fn sound(ticks: &[Tick], low: f64, high: f64, most: usize) -> Result<(), TestCaseError> {
        prop_assert!((2..=most).contains(&ticks.len()), "{} ticks of {most}", ticks.len());
        let slack = 1e-8 * (ticks[1].at - ticks[0].at).abs();
        prop_assert!(ticks[0].at <= low + slack && ticks[ticks.len() - 1].at >= high - slack, "{ticks:?}");
        prop_assert!(ticks.windows(2).all(|pair| pair[0].at < pair[1].at));
        let distinct: BTreeSet<String> = labels(ticks, '.').into_iter().collect();
        prop_assert_eq!(distinct.len(), ticks.len());
        Ok(())
    }

    proptest! {
        #[test]
        fn linear_ticks_are_sound(
            low in -1e3..1e3_f64, span in 1e-3..1.0_f64, scale in -290..290_i32, most in 3..12_usize,
        ) {
            let unit = 10_f64.powi(scale);
            let (low, high) = (low * unit, (low + span * (1.0 + low.abs())) * unit);
            sound(&linear(low, high, most), low, high, most)?;
        }

        #[test]
        fn logarithmic_ticks_are_sound(start in -300.0..300.0_f64, span in 1e-4..600.0_f64, most in 3..12_usize) {
            let (low, high) = (10_f64.powf(start), 10_f64.powf((start + span).min(300.0) + 1e-3));
            sound(&logarithmic(low, high, most), low.log10(), high.log10(), most)?;
        }
    }
}

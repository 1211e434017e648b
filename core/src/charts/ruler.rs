//! An axis measured against its data: the range drawn, where a value lies on it, and its ticks.

use super::axis::{Axis, Scale};
use super::error::{Error, LARGEST};
use super::lettering::{TEXT_PX, width};
use super::number::{Decimal, brief};
use super::ticks::{self, FEWEST, Tick};

/// Narrower ranges than this part of their larger end are widened: steps would vanish in rounding.
const NARROWEST: f64 = 1e-9;
/// Ranges below this are widened: their steps would be below the smallest normal numbers.
const TINIEST: f64 = 1e-290;
/// Distance, in lengths of the axis, beyond which a point is clamped: from there the slope of its line is no longer exact.
const FARTHEST: f64 = 1e12;
/// Free pixels between two labels.
const LABEL_GAP_PX: f64 = 10.0;

/// A tick ready to draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    /// Place on the axis, 0 to 1.
    pub at: f64,
    /// Label; empty where it would run into its neighbour.
    pub label: String,
}

/// A measured axis.
#[derive(Debug, Clone)]
pub(crate) struct Ruler {
    scale: Scale,
    /// Ends, as logarithms on a logarithmic axis.
    low: f64,
    high: f64,
    /// Ticks, rising.
    pub marks: Vec<Mark>,
}

impl Ruler {
    /// Measures `axis` for values (checked, finite, positive on a logarithmic axis), with at most `most` ticks.
    ///
    /// # Errors
    /// [`Error::AxisRange`] for a fixed range that cannot be drawn.
    pub fn new(axis: &Axis, values: &[f64], most: usize, decimal: char) -> Result<Self, Error> {
        let (low, high) = match axis.range {
            Some((low, high)) => {
                let log = axis.scale == Scale::Log;
                let sound = low < high && low.abs().max(high.abs()) <= LARGEST && !(log && low <= 0.0);
                if !sound {
                    return Err(Error::AxisRange { axis: axis.title.clone(), low, high });
                }
                (low, high)
            }
            None => extent(axis, values),
        };
        let (low, high) = if axis.scale == Scale::Log { widened_log(low, high) } else { widened(low, high) };
        let chosen: Vec<Tick> = if axis.ticks.is_empty() {
            match axis.scale {
                Scale::Linear => ticks::linear(low, high, most),
                Scale::Log => ticks::logarithmic(low, high, most),
            }
        } else {
            given(axis)
        };
        let place = |value: f64| if axis.scale == Scale::Log { libm::log10(value) } else { value };
        let mut ruler = Self { scale: axis.scale, low: place(low), high: place(high), marks: Vec::new() };
        if axis.range.is_none() {
            if axis.ticks.is_empty() {
                ruler.low = chosen.first().map_or(ruler.low, |tick| tick.at);
                ruler.high = chosen.last().map_or(ruler.high, |tick| tick.at);
            } else {
                // Chosen ticks may end before the data; keep markers off the edge.
                let margin = 0.03 * (ruler.high - ruler.low);
                ruler.low -= if axis.from_zero && ruler.low == 0.0 { 0.0 } else { margin };
                ruler.high += margin;
            }
        }
        let labels = if axis.ticks.is_empty() {
            ticks::labels(&chosen, decimal)
        } else {
            chosen.iter().map(|tick| brief(ticks::value_of(tick.value), decimal)).collect()
        };
        for (tick, label) in chosen.iter().zip(labels) {
            let at = ruler.unit_of_place(tick.at);
            if (-1e-9..=1.0 + 1e-9).contains(&at) {
                ruler.marks.push(Mark { at: at.clamp(0.0, 1.0), label });
            }
        }
        Ok(ruler)
    }

    /// The ruler with the most ticks whose labels stand apart over `length` pixels.
    ///
    /// # Errors
    /// Those of [`Ruler::new`].
    pub fn along(axis: &Axis, values: &[f64], length: f64, decimal: char) -> Result<Self, Error> {
        let mut most = ((length / 48.0) as usize).clamp(FEWEST, 11);
        loop {
            let mut ruler = Self::new(axis, values, most, decimal)?;
            if ruler.labels_apart(length) {
                return Ok(ruler);
            }
            if most == FEWEST || !axis.ticks.is_empty() {
                ruler.drop_crowded(length);
                return Ok(ruler);
            }
            most -= 1;
        }
    }

    /// Returns the place of a value: 0 at the low end, 1 at the high end, beyond for values outside.
    pub fn unit(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => self.unit_of_place(value),
            Scale::Log => self.unit_of_place(libm::log10(value)),
        }
    }

    /// Returns the place of a value whose logarithm is already taken.
    fn unit_of_place(&self, place: f64) -> f64 {
        ((place - self.low) / (self.high - self.low)).clamp(-FARTHEST, FARTHEST)
    }

    /// Width of the widest label in pixels.
    pub fn widest(&self) -> f64 {
        self.marks.iter().map(|mark| width(&mark.label, TEXT_PX)).fold(0.0, f64::max)
    }

    /// Pixels by which the last label reaches past the end of an axis of `length`.
    pub fn overhang(&self, length: f64) -> f64 {
        let reach = |mark: &Mark| width(&mark.label, TEXT_PX) / 2.0 - (1.0 - mark.at) * length;
        self.marks.iter().map(reach).fold(0.0, f64::max)
    }

    fn labels_apart(&self, length: f64) -> bool {
        self.marks.windows(2).all(|pair| {
            let half = |mark: &Mark| width(&mark.label, TEXT_PX) / 2.0;
            (pair[1].at - pair[0].at) * length >= half(&pair[0]) + half(&pair[1]) + LABEL_GAP_PX
        })
    }

    /// Empties labels that would run into the last one kept.
    fn drop_crowded(&mut self, length: f64) {
        let mut free_from = f64::NEG_INFINITY;
        for mark in &mut self.marks {
            let half = width(&mark.label, TEXT_PX) / 2.0;
            let centre = mark.at * length;
            if centre - half < free_from {
                mark.label.clear();
            } else {
                free_from = centre + half + LABEL_GAP_PX;
            }
        }
    }
}

/// Smallest and largest value, zero included where wanted; 1 to 10 or 0 to 1 without values.
fn extent(axis: &Axis, values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match axis.scale {
        _ if values.is_empty() && axis.scale == Scale::Log => (1.0, 10.0),
        _ if values.is_empty() => (0.0, 1.0),
        Scale::Linear if axis.from_zero => (low.min(0.0), high.max(0.0)),
        _ => (low, high),
    }
}

/// A linear range wide enough to divide.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if high - low >= (size * NARROWEST).max(TINIEST) {
        return (low, high);
    }
    let margin = if size == 0.0 { 0.5 } else { (size * 0.1).max(TINIEST) };
    (low - margin, high + margin)
}

/// A logarithmic range wide enough to divide.
fn widened_log(low: f64, high: f64) -> (f64, f64) {
    if high / low >= 1.0 + NARROWEST {
        (low, high)
    } else if low < TINIEST {
        // Numbers this small have few digits left; a whole decade is sure to differ.
        ((low / 10.0).max(f64::from_bits(1)), high * 10.0)
    } else {
        (low / 1.1, high * 1.1)
    }
}

/// The caller's ticks, rising, each once.
fn given(axis: &Axis) -> Vec<Tick> {
    let log = axis.scale == Scale::Log;
    let mut values: Vec<f64> = Vec::new();
    // A sorted insertion: for a dozen ticks, a whole sorting routine is too many bytes on the wire.
    for &value in &axis.ticks {
        let drawable = value.abs() <= LARGEST && !(log && value <= 0.0);
        let place = values.partition_point(|&other| other < value);
        if drawable && values.get(place) != Some(&value) {
            values.insert(place, value);
        }
    }
    let tick = |value: f64| {
        let at = if log { libm::log10(value) } else { value };
        Tick { value: Decimal::rounded(value, 12), at }
    };
    values.into_iter().map(tick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_value_lies_inside_its_axis() {
        for value in [0.0, 4.2, -7.0, 1e300, 1e-300, 5e-324] {
            let ruler = Ruler::new(&Axis::linear("x", ""), &[value], 6, '.').unwrap();
            assert!((0.0..=1.0).contains(&ruler.unit(value)), "{value}");
        }
        for value in [4.2, 1e300, 1e-300, 5e-324] {
            let ruler = Ruler::new(&Axis::log("x", ""), &[value], 6, '.').unwrap();
            assert!((0.0..=1.0).contains(&ruler.unit(value)), "{value}");
        }
    }

    #[test]
    fn a_fixed_range_is_kept_and_checked() {
        let ruler = Ruler::new(&Axis::linear("x", "").range(3.0, 7.0), &[0.0, 100.0], 6, '.').unwrap();
        assert_eq!((ruler.unit(3.0), ruler.unit(7.0)), (0.0, 1.0));
        assert!(ruler.marks.iter().all(|mark| (0.0..=1.0).contains(&mark.at)));
        for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert!(Ruler::new(&Axis::linear("x", "").range(low, high), &[], 6, '.').is_err());
        }
        assert!(Ruler::new(&Axis::log("x", "").range(0.0, 1.0), &[], 6, '.').is_err());
    }

    #[test]
    fn chosen_ticks_are_kept_and_thinned_only_in_labels() {
        let sizes = [256.0, 512.0, 768.0, 1024.0, 1536.0, 2048.0, 4096.0];
        let axis = Axis::log("Width", "px").ticks(&sizes);
        let ruler = Ruler::along(&axis, &[256.0, 4096.0], 200.0, '.').unwrap();
        assert_eq!(ruler.marks.len(), sizes.len());
        assert!(ruler.marks.iter().filter(|mark| !mark.label.is_empty()).count() < sizes.len());
    }

    proptest! {
        #[test]
        fn labels_never_touch(low in -1e6..1e6_f64, span in 1e-6..1e6_f64, length in 150.0..1200.0_f64, log in any::<bool>()) {
            let axis = if log { Axis::log("x", "") } else { Axis::linear("x", "") };
            let low = if log { low.abs() + 1e-3 } else { low };
            let ruler = Ruler::along(&axis, &[low, low + span], length, '.').unwrap();
            let labelled: Vec<&Mark> = ruler.marks.iter().filter(|mark| !mark.label.is_empty()).collect();
            prop_assert!(!labelled.is_empty());
            for pair in labelled.windows(2) {
                let room = (pair[1].at - pair[0].at) * length;
                prop_assert!(room >= (width(&pair[0].label, TEXT_PX) + width(&pair[1].label, TEXT_PX)) / 2.0);
            }
            for value in [low, low + span] {
                prop_assert!((-1e-6..=1.0 + 1e-6).contains(&ruler.unit(value)));
            }
        }
    }
}

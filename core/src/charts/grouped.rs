//! Grouped bars: configurations side by side, with error bars and ratios.

use super::axis::Axis;
use super::error::{Error, MOST_SERIES, check, check_interval};
use super::frame::Frame;

/// Horizontal bars from zero, in groups; one bar a series in each group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupedBars {
    /// Id, title, width, language.
    pub frame: Frame,
    /// The axis along; always linear and from zero, since a bar's length is its value.
    pub axis: Axis,
    /// Names of the series, at most six; a single one is not named in the chart.
    pub series: Vec<String>,
    /// The groups, top to bottom.
    pub groups: Vec<BarGroup>,
    /// Group and series (counting from 0) of the bar that ratios are taken to; its value must not be 0.
    pub baseline: Option<(usize, usize)>,
}

/// A group of bars.
#[derive(Debug, Clone, PartialEq)]
pub struct BarGroup {
    /// Name of the group, such as a configuration.
    pub label: String,
    /// Bars in the order of the series; `None` where there is no value.
    pub bars: Vec<Option<Bar>>,
}

/// A bar of a group, with its error bar.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bar {
    /// Length of the bar; may be negative.
    pub value: f64,
    /// Lower and upper end of its error bar.
    pub interval: Option<(f64, f64)>,
    /// Measured or predicted.
    pub kind: BarKind,
}

/// Measured or predicted: they look different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BarKind {
    /// Predicted inside the fitted range: filled.
    #[default]
    Predicted,
    /// Predicted outside the fitted range: outlined.
    Outside,
    /// Measured: filled, with a dot at its end.
    Measured,
}

impl GroupedBars {
    /// An empty chart with one unnamed series.
    pub fn new(frame: Frame, axis: Axis) -> Self {
        Self { frame, axis, series: vec![String::new()], groups: Vec::new(), baseline: None }
    }

    /// A bar's value over that of the baseline, where there is one.
    pub(crate) fn ratio(&self, bar: &Bar) -> Option<f64> {
        let (group, series) = self.baseline?;
        let base = self.groups.get(group)?.bars.get(series).copied().flatten()?;
        let ratio = bar.value / base.value;
        ratio.is_finite().then_some(ratio)
    }

    /// Refuses what cannot be drawn, naming the group.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.frame.check()?;
        if self.series.len() > MOST_SERIES {
            return Err(Error::TooManySeries { given: self.series.len() });
        }
        for group in &self.groups {
            if group.bars.len() != self.series.len() {
                let (given, expected) = (group.bars.len(), self.series.len());
                return Err(Error::ValueCount { group: group.label.clone(), given, expected });
            }
            for bar in group.bars.iter().flatten() {
                check(&group.label, "the value", bar.value, false)?;
                check_interval(&group.label, bar.interval, false)?;
            }
        }
        if let Some((group, series)) = self.baseline {
            if group >= self.groups.len() {
                return Err(Error::NoSuch { what: "group", given: group, count: self.groups.len() });
            }
            if series >= self.series.len() {
                return Err(Error::NoSuch { what: "series", given: series, count: self.series.len() });
            }
        }
        Ok(())
    }
}

//! Predicted against measured, with the line on which both are the same.

use super::axis::Axis;
use super::error::{Error, MOST_GROUPS, check, check_interval};
use super::frame::Frame;
use crate::words::Word;

/// Predictions of things that were measured, on logarithmic axes of one range. A prediction whose interval holds what was measured is a
/// filled mark, one whose interval misses it a hollow one.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementChart {
    /// Id, title, width, language.
    pub frame: Frame,
    /// The measured quantity with its unit, such as "Measured" in "Wh".
    pub measured: Axis,
    /// The predicted one, in the same unit.
    pub predicted: Axis,
    /// Name of the error bars, such as "90 % interval".
    pub interval_label: String,
    /// True if intervals are drawn as bars; of hundreds they make a band that hides the points.
    pub bars: bool,
    /// Lines within the plot, in its upper left corner, where no point is that agrees: how well the predictions do, say.
    pub notes: Vec<String>,
    /// Groups, such as models: at most [`MOST_GROUPS`], told apart by colour and shape together. One without points keeps its place, so
    /// that the others look alike in several charts, and is not named.
    pub groups: Vec<AgreementGroup>,
}

/// Points that belong together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgreementGroup {
    /// Name in legend and table.
    pub label: String,
    /// Points of the group.
    pub pairs: Vec<MeasuredPair>,
}

/// A measurement and what was predicted of it. All numbers are above zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MeasuredPair {
    /// Measured value, on the x axis.
    pub measured: f64,
    /// Predicted value, on the y axis.
    pub predicted: f64,
    /// Lower and upper end of the prediction interval.
    pub interval: (f64, f64),
    /// Run that was measured, for hover and table.
    pub label: String,
}

impl MeasuredPair {
    /// True if the interval holds what was measured.
    pub fn is_held(&self) -> bool {
        (self.interval.0..=self.interval.1).contains(&self.measured)
    }
}

impl AgreementChart {
    /// An empty chart of a quantity, such as "energy per image" in "Wh".
    pub fn new(frame: Frame, quantity: &str, unit: &str) -> Self {
        let axis = |word| Axis::log(frame.words.say(word, &[("quantity", quantity)]), unit);
        let (measured, predicted) = (axis(Word::CHART_MEASURED_OF), axis(Word::CHART_PREDICTED_OF));
        Self {
            frame,
            measured,
            predicted,
            interval_label: String::new(),
            bars: true,
            notes: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Refuses what cannot be drawn, naming the group.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.frame.check()?;
        if self.groups.len() > MOST_GROUPS {
            return Err(Error::TooManyGroups { given: self.groups.len() });
        }
        for group in &self.groups {
            for pair in &group.pairs {
                check(&group.label, "measured", pair.measured, true)?;
                check(&group.label, "predicted", pair.predicted, true)?;
                check_interval(&group.label, Some(pair.interval), true)?;
            }
        }
        Ok(())
    }

    /// Every point with its group, counting from 0.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, &MeasuredPair)> {
        self.groups.iter().enumerate().flat_map(|(index, group)| group.pairs.iter().map(move |p| (index, p)))
    }
}

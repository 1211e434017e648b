//! Why a chart was refused: what was given, what is allowed, what to do.

use thiserror::Error;

use super::number::shown;

/// The largest magnitude a chart takes. Beyond it a span would overflow `f64`.
pub const LARGEST: f64 = 1e300;

/// The most series, parts or bars of one group that a chart can tell apart by colour, shape and dash.
pub const MOST_SERIES: usize = 6;

/// The most groups of points that colour and shape together can tell apart.
pub const MOST_GROUPS: usize = MOST_SERIES * MOST_SERIES;

/// Why no chart was drawn. Missing data is no error: an empty chart says "nothing to draw".
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A value is NaN, infinite or beyond [`LARGEST`].
    #[error(
        "chart series \"{series}\": {what} is {}; give a finite number within ±1e300, or leave the point out", written(*given)
    )]
    NotFinite {
        /// Label of the series.
        series: String,
        /// Coordinate or interval end that was given.
        what: &'static str,
        /// The number.
        given: f64,
    },
    /// A logarithmic axis cannot hold zero or a negative number.
    #[error(
        "chart series \"{series}\": {what} is {}, but its axis is logarithmic; give a number above 0, leave the point out, or take a linear axis", written(*given)
    )]
    NotPositive {
        /// Label of the series.
        series: String,
        /// Coordinate or interval end that was given.
        what: &'static str,
        /// The number.
        given: f64,
    },
    /// The ends of an interval are swapped.
    #[error("chart series \"{series}\": the interval runs from {} to {}; give the lower end first", written(*low), written(*high))]
    ReversedInterval {
        /// Label of the series.
        series: String,
        /// The end given first.
        low: f64,
        /// The end given second.
        high: f64,
    },
    /// A share below zero.
    #[error("chart bar \"{bar}\": the part \"{part}\" is {}; shares are 0 or more", written(*given))]
    NegativeShare {
        /// Label of the bar.
        bar: String,
        /// Label of the part.
        part: String,
        /// The number.
        given: f64,
    },
    /// A bar or group has more or fewer values than the chart has parts or series.
    #[error("chart group \"{group}\" has {given} values; the chart names {expected}, give one for each")]
    ValueCount {
        /// Label of the bar or group.
        group: String,
        /// Number of values in the bar.
        given: usize,
        /// Number of parts the chart names.
        expected: usize,
    },
    /// More series than can be told apart.
    #[error("{given} series in one chart; at most 6 can be told apart, draw the rest in another chart")]
    TooManySeries {
        /// Number of series given.
        given: usize,
    },
    /// More groups of points than can be told apart.
    #[error(
        "{given} groups of points in one chart; at most 36 can be told apart, draw the rest in another chart"
    )]
    TooManyGroups {
        /// Number of series given.
        given: usize,
    },
    /// A fixed axis range that is empty, reversed, not finite, or not positive on a logarithmic axis.
    #[error(
        "axis \"{axis}\": its range {} to {} cannot be drawn; give two finite numbers, the lower first, both above 0 on a logarithmic axis", written(*low), written(*high)
    )]
    AxisRange {
        /// Title of the axis.
        axis: String,
        /// The end given first.
        low: f64,
        /// The end given second.
        high: f64,
    },
    /// An id that is no safe SVG id.
    #[error("chart id \"{id}\": an id has 1 to 64 of a-z, A-Z, 0-9, - and _, and starts with a letter")]
    Id {
        /// The id.
        id: String,
    },
    /// A series, group or baseline that is not there was pointed to.
    #[error("the chart has no {what} number {given} (counting from 0); it has {count}")]
    NoSuch {
        /// Kind of element pointed to: a series, a group or a part.
        what: &'static str,
        /// Index that was given.
        given: usize,
        /// Number of such elements in the chart.
        count: usize,
    },
    /// The drawing library refused an element.
    #[error(
        "the chart could not be drawn: the drawing library refused an element; please report this chart's data"
    )]
    Canvas,
}

/// Checks that a number can be drawn.
///
/// # Errors
/// [`Error::NotFinite`], and [`Error::NotPositive`] when `positive` and the number is 0 or less.
pub(crate) fn check(series: &str, what: &'static str, given: f64, positive: bool) -> Result<(), Error> {
    if !given.is_finite() || given.abs() > LARGEST {
        return Err(Error::NotFinite { series: series.into(), what, given });
    }
    if positive && given <= 0.0 {
        return Err(Error::NotPositive { series: series.into(), what, given });
    }
    Ok(())
}

/// Checks both ends of an interval and their order.
///
/// # Errors
/// Those of [`check`], and [`Error::ReversedInterval`].
pub(crate) fn check_interval(
    series: &str,
    interval: Option<(f64, f64)>,
    positive: bool,
) -> Result<(), Error> {
    let Some((low, high)) = interval else { return Ok(()) };
    check(series, "the low end of the interval", low, positive)?;
    check(series, "the high end of the interval", high, positive)?;
    if low > high {
        return Err(Error::ReversedInterval { series: series.into(), low, high });
    }
    Ok(())
}

/// A refused number in a message.
fn written(number: f64) -> String {
    if number.is_finite() { shown(number, 6, '.') } else { "not a finite number".into() }
}

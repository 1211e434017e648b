//! An estimate beside a figure that somebody published.

use crate::decimal::decimal;
use crate::excerpt::shortened;
use crate::units::Energy;

use super::problem::FootprintProblem;

/// Key of a published figure in watt-hours of an image or clip.
pub const CLAIM: &str = "claim";

/// Figures that are read, in watt-hours of an image or clip.
const CLAIM_RANGE: (f64, f64) = (1e-6, 1e6);

/// Reads a published figure.
///
/// # Errors
/// A text that is no number of watt-hours above zero.
pub fn read(text: &str) -> Result<Energy, FootprintProblem> {
    let (least, most) = CLAIM_RANGE;
    decimal(text.trim())
        .filter(|wh| (least..=most).contains(wh))
        .map(Energy::from_watt_hours)
        .ok_or_else(|| FootprintProblem::Number { key: CLAIM, given: shortened(text), range: CLAIM_RANGE })
}

/// Place of a published figure beside the interval of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Below its lower end.
    Below,
    /// Within it.
    Within,
    /// Above its upper end.
    Above,
}

/// Returns the place of a figure beside an interval.
pub fn place(claim: Energy, [low, high]: [Energy; 2]) -> Place {
    if claim.joules() < low.joules() {
        Place::Below
    } else if claim.joules() > high.joules() {
        Place::Above
    } else {
        Place::Within
    }
}

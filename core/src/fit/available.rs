//! The shipped fits that a program knows.

#[cfg(not(feature = "whole-catalogue"))]
use super::OF_TODAY;
use super::{BUNDLED, Fit};
use crate::arrival::Arrival;

#[cfg(not(feature = "whole-catalogue"))]
static KNOWN: Arrival<[Fit]> = Arrival::of(&OF_TODAY);
#[cfg(feature = "whole-catalogue")]
static KNOWN: Arrival<[Fit]> = Arrival::of(BUNDLED);

/// The shipped fits that the program knows so far: at first the paper's and the one that answers today; see [`mod@crate::catalogue`].
pub fn available() -> &'static [Fit] {
    KNOWN.known()
}

/// Makes all of them known.
pub(crate) fn arrive() {
    KNOWN.arrive(BUNDLED);
}

//! The GPUs that a program knows, and how it finds one that is called otherwise than by id or alias.

use super::Gpu;
use super::catalogue::{ALL, COMMON};
use super::spelling;
#[cfg(not(feature = "whole-catalogue"))]
use super::unknown::unknown;
use crate::arrival::Arrival;
use crate::error::Error;

/// GPUs, and the way to find one by a name as people write it.
pub(super) struct Known {
    pub(super) gpus: &'static [&'static Gpu],
    pub(super) find: fn(&str) -> Result<&'static Gpu, Error>,
}

/// Every GPU by any name.
static WHOLE: Known = Known { gpus: &ALL, find: spelling::find };

/// The GPUs that most people use, by id and alias.
#[cfg(not(feature = "whole-catalogue"))]
static FIRST: &Known = &Known { gpus: &COMMON, find: |id| Err(unknown(id, &COMMON)) };
#[cfg(feature = "whole-catalogue")]
static FIRST: &Known = &WHOLE;

static KNOWN: Arrival<Known> = Arrival::of(FIRST);

/// Returns what is known.
pub(super) fn catalogue() -> &'static Known {
    KNOWN.known()
}

/// The GPUs that the program knows so far, in the order in which they are offered; see [`mod@crate::catalogue`].
pub fn available() -> &'static [&'static Gpu] {
    KNOWN.known().gpus
}

/// The GPUs that most people use, in the order in which they are offered.
pub fn common() -> &'static [&'static Gpu] {
    &COMMON
}

/// Makes all of them known.
pub(crate) fn arrive() {
    KNOWN.arrive(&WHOLE);
}

//! The models that a program knows, and how it finds one that is called otherwise than by id or alias.

use super::Model;
use super::catalogue::{ALL, EDITING, MORE, VIDEO};
use super::spelling;
#[cfg(not(feature = "whole-catalogue"))]
use super::unknown::unknown;
use crate::arrival::Arrival;
use crate::error::Error;

/// Models beyond those that most people use, and the way to find one by a name as people write it.
pub(super) struct Known {
    more: &'static [&'static Model],
    editing: &'static [&'static Model],
    video: &'static [&'static Model],
    pub(super) find: fn(&str) -> Result<&'static Model, Error>,
}

/// Every model by any name.
static WHOLE: Known = Known { more: &MORE, editing: &EDITING, video: &VIDEO, find: spelling::find };

/// The models that most people use, by id and alias.
#[cfg(not(feature = "whole-catalogue"))]
static FIRST: &Known =
    &Known { more: &[], editing: &[], video: &[], find: |id| Err(unknown(id, ALL.into_iter())) };
#[cfg(feature = "whole-catalogue")]
static FIRST: &Known = &WHOLE;

static KNOWN: Arrival<Known> = Arrival::of(FIRST);

/// Returns what is known.
pub(super) fn catalogue() -> &'static Known {
    KNOWN.known()
}

/// The models of video that the program knows so far, in the order in which they are offered; see [`mod@crate::catalogue`].
pub fn of_video() -> &'static [&'static Model] {
    KNOWN.known().video
}

/// The models that the program knows so far: of images, of edited images, then of video.
pub fn every() -> impl Iterator<Item = &'static Model> {
    let Known { more, editing, video, .. } = KNOWN.known();
    ALL.into_iter().chain(more.iter().chain(*editing).chain(*video).copied())
}

/// Makes all of them known.
pub(super) fn arrive() {
    KNOWN.arrive(&WHOLE);
}

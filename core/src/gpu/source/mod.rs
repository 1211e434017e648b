//! The documents that the catalogue cites: the maker's, or those of users, server makers and the press. A locator that begins with
//! "second-hand" is of a text that repeats the maker's. PDF files of makers were not opened; `docs/gpu-sources.md` says for each GPU what was read.

mod data_centre;
mod geforce;
mod idle;
mod other_makers;
mod second_hand;
mod workstation;

pub(super) use data_centre::*;
pub(super) use geforce::*;
pub(super) use idle::*;
pub(super) use other_makers::*;
pub(super) use second_hand::*;
pub(super) use workstation::*;

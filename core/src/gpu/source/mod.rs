//! The documents that the catalogue cites: the maker's, or those of server makers and users where the maker publishes none.
//! PDF files were not opened: their figures were read in the public quotations that `docs/gpu-sources.md` lists, and checked
//! against clock × units × operations where that is possible.

mod data_centre;
mod geforce;
mod idle;
mod other_makers;
mod workstation;

pub(super) use data_centre::*;
pub(super) use geforce::*;
pub(super) use idle::*;
pub(super) use other_makers::*;
pub(super) use workstation::*;

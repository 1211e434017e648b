//! Footprints as other programs' formats. Each is a structure that serde writes; none is read back here but by `import::boamps`.
//!
//! - [`facts`] — what is told, of an estimate or a measured run.
//! - [`impact_framework`] — a manifest of the Green Software Foundation's Impact Framework, which works out the SCI.
//! - [`boamps`] — BoAmps, the format of Boavizta's data set.
//! - [`spdx`] — SPDX 3.0.1 with its AI profile.
//! - [`paragraph`] — an AFNOR-style paragraph.
//!
//! What a format has no field for (intervals, caveats) goes into its extension or free text; docs/footprint.md lists what is lost.

pub mod boamps;
pub mod facts;
pub mod impact_framework;
pub mod paragraph;
pub mod spdx;

pub use facts::RunFacts;

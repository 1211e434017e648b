//! Footprint of a generation beyond the energy of its GPUs: host, embodied emissions, water, attempts, functional units, hours and reports.
//!
//! Everything here is off by default and never added to an energy in Wh: an estimate says what GPUs draw, a [`LifeCycle`] what follows from it.
//!
//! - [`setting`] — what a person chooses; [`problem`] — what cannot be used. [`range`] — a value with its interval.
//! - [`embodied`] — emissions of making GPUs and servers; [`host`] — power of the server around a GPU; [`water`] — litres.
//! - [`scenario`] — attempts, failed runs and the functional unit. [`life_cycle`] — all of it for one scenario, with the SCI formula.
//! - [`hours`] — best and worst hours of an intensity series. [`series`] — its file.
//! - [`claim`] — an estimate beside a published figure.
//! - [`report`] — the same as files of other programs.

pub mod claim;
pub mod embodied;
pub mod host;
pub mod hours;
pub mod life_cycle;
pub mod problem;
pub mod range;
pub mod report;
pub mod scenario;
pub mod series;
pub mod setting;
pub mod water;

pub use life_cycle::{LifeCycle, Load};
pub use problem::FootprintProblem;
pub use range::Range;
pub use scenario::{FunctionalUnit, Scenario};
pub use setting::FootprintSettings;

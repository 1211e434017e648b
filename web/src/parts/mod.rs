//! What the page says, as markup: pure functions of the view, for the page and for tests without a browser.
//!
//! Everything is escaped (maud): nothing that stands in a link or a file can become markup.

pub mod breakdown;
pub mod caveats;
pub mod compared;
pub mod explanation;
pub mod figure;
pub mod problems;
pub mod provenance;
pub mod readout;
pub mod sources;

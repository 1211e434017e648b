//! A person's own measurements and fits: read, shown beside what the page's fits say, and fitted. Nothing leaves the browser.
//!
//! - [`mod@bench`] — files, slice by slice, to rows and fits; [`limits`] — how much of them.
//! - [`refit`] — a fit of the rows; [`written`] — a fit as a file.
//! - The rest is what the panel says: `frame` before there is a file, `read` of what was read, `quality` of a fit.

pub mod bench;
mod frame;
pub mod limits;
mod quality;
mod read;
pub mod refit;
#[cfg(test)]
mod refused;
pub mod written;

pub use frame::frame;
pub use quality::quality;
pub use read::read;

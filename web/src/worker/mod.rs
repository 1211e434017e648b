//! A worker of the same program, in which a person's files are read and fitted, so that the page stays responsive.
//!
//! [`message`] — requests of the page and answers of the worker. [`client`] — the page's side. `serve` — the worker's side.

#[cfg(feature = "page")]
pub mod client;
pub mod message;
#[cfg(feature = "page")]
pub mod serve;

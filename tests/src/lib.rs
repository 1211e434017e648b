//! Parts that the tests share: readers of outside data, a browser, and the built site.

#[cfg(feature = "e2e")]
pub mod browser;
pub mod data;
#[cfg(feature = "e2e")]
pub mod deployment;
#[cfg(feature = "e2e")]
pub mod host;
pub mod pairs;
#[cfg(feature = "e2e")]
pub mod site;

//! The calculator in the browser. Everything it says is computed here from `wattpix-core`; nothing is fetched.
//!
//! - [`query`] — the address's query as a list of keys and values. [`page`] — what it means: the page's state.
//!   [`view`] — that state and its estimate.
//! - [`parts`] — what the page says, as markup. [`charts`] — its charts. Both are pure functions of the view.
//! - [`store`] — the state as signals, and edits to it. [`browser`] — every call to the browser.
//! - [`app`] — the page's frame. [`form`] — what a person sets.

pub mod app;
pub mod browser;
pub mod charts;
pub mod form;
pub mod page;
pub mod parts;
pub mod query;
pub mod store;
pub mod view;

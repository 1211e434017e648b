//! The site's program in the browser: one Leptos application. Everything it says is computed here from `wattpix-core`; nothing is fetched
//! but files of the site.
//!
//! One program, in the page and in its worker. The calculator comes with the first visit; the rest comes in parts when it is first
//! asked for (`#[wasm_split(NAME, fallible)]`): `panels`, with the embedded chart and the dialog of snippets; `share`, what leaves the page and
//! what the browser keeps; and, in the worker, `refit`, reading and fitting a person's files. A `part` that does not
//! arrive is told. What parts say comes in a file of words of its own (`language`).
//!
//! The query is the state, and a [`view`] follows from it:
//! - [`query`] — the address's query as a list of keys and values. [`page`] — what it means. [`view`] — that and its estimate. [`links`] — the
//!   links to neighbouring states, all of them. `state` — all this as signals, given to components by context, and edits to it.
//! - [`charts`] — what each chart shows, as pure functions of the view; [`law`] — equations and origins as markup.
//! - [`budget`] and [`front`] — the inverse; [`fleet`] — images a day; [`countries`] — carbon intensities, once they have come
//!   (`country_names` fetches them).
//! - [`say`] — a sentence around markup. [`exact`], [`typed`] — numbers for programs, and as people type them.
//!
//! Components:
//! - `start` — the language, then `app`, the calculator, or `embed`, a chart alone. `browser`, `data`, `language` — what they ask of the browser
//!   and of the site.
//! - `components` — result, caveats, comparison, charts and what they are made of. `form` — what a person sets. `panels` — what is folded below,
//!   one component a panel.
//!
//! Beside them:
//! - [`share`] — what leaves the page. [`own`] — fits and measurements that a person brought. [`refit`] — reading and fitting them, in the
//!   [`worker`].

#[cfg(feature = "page")]
pub mod app;
#[cfg(feature = "page")]
pub mod browser;
pub mod budget;
pub mod charts;
#[cfg(feature = "page")]
mod clip;
#[cfg(feature = "page")]
pub mod components;
pub mod countries;
#[cfg(feature = "page")]
pub mod country_names;
#[cfg(feature = "page")]
pub mod data;
pub mod defaults;
#[cfg(feature = "page")]
pub mod embed;
pub mod exact;
pub mod fleet;
#[cfg(feature = "page")]
pub mod form;
pub mod front;
#[cfg(feature = "page")]
pub mod further;
pub mod joined;
#[cfg(feature = "page")]
pub mod language;
pub mod law;
pub mod links;
pub mod own;
pub mod page;
#[cfg(feature = "page")]
pub mod panels;
#[cfg(feature = "page")]
pub mod part;
pub mod problem;
pub mod query;
#[cfg(feature = "page")]
mod ranking;
#[cfg(feature = "page")]
pub mod reactive;
pub mod refit;
#[cfg(test)]
mod rendered;
pub mod say;
pub mod share;
#[cfg(feature = "page")]
pub mod spoken;
#[cfg(feature = "page")]
pub mod start;
#[cfg(feature = "page")]
pub mod state;
pub mod typed;
#[cfg(test)]
mod untranslated;
pub mod view;
pub mod whole;
pub mod worker;

/// Memory in the browser: half as large on the wire as the library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

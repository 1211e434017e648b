//! The site's program in the browser. Everything it says is computed here from `wattpix-core`; nothing is fetched.
//!
//! One program, in the page and in its worker. The calculator comes with the first visit; the rest comes in three parts when it is first
//! asked for (see `program` in the binary): charts and panels; what leaves the page and what the browser keeps; and, in the worker, reading
//! and fitting a person's files.
//!
//! - [`query`] — the address's query as a list of keys and values. [`page`] — what it means: the page's state.
//!   [`view`] — that state and its estimate.
//! - [`parts`] — what the page says, as markup. [`charts`] — its charts. Both are pure functions of the view.
//! - [`countries`] — the table of carbon intensities, once it has come. [`exact`] — numbers for programs.
//! - [`say`] — a sentence of the reader's language around markup. [`language`] — which one the modules without a state speak.
//! - [`typed`] — numbers as people type them.
//! - [`panels`] — what is folded below the result; [`budget`] and [`front`] — the inverse; [`fleet`] — images a day. [`share`] — what leaves the page.
//! - `architecture` — the panel of an architecture of one's own.
//! - [`own`] — fits and measurements that a person brought. [`refit`] — reading and fitting them, in the [`worker`].
//! - `part` — a part that did not arrive. `store` — the state as signals, and edits to it. `browser` — every call to the browser.
//! - `app` — the page's frame. `form` — what a person sets. `held` — what places hold, not to be written twice.

#[cfg(feature = "page")]
pub mod app;
pub mod architecture;
#[cfg(feature = "page")]
pub mod browser;
pub mod budget;
pub mod charts;
pub mod countries;
pub mod defaults;
pub mod exact;
pub mod fleet;
#[cfg(feature = "page")]
pub mod form;
pub mod front;
#[cfg(feature = "page")]
pub mod held;
pub mod joined;
pub mod language;
pub mod own;
pub mod page;
pub mod panels;
#[cfg(feature = "page")]
pub mod part;
pub mod parts;
pub mod problem;
pub mod query;
pub mod refit;
pub mod say;
pub mod share;
#[cfg(feature = "page")]
pub mod store;
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

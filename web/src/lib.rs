//! The site's program in the browser. Everything it says is computed here from `wattpix-core`; nothing is fetched.
//!
//! Four WebAssembly modules are made of it. The first, `wattpix-web` (feature `page`), is the calculator and comes with the first
//! visit. The second, `wattpix-figures` (feature `figures`), has no Leptos: pure functions from a query to markup and files. It comes
//! when a person opens a panel, saves something, or visits an embedded chart. The third, `wattpix-workbench` (feature `workbench`), writes
//! the panels without charts, in a worker. The fourth, `wattpix-refit` (feature `refit`), reads and fits what a person brings, in a worker
//! of its own.
//!
//! - [`query`] — the address's query as a list of keys and values. [`page`] — what it means: the page's state.
//!   [`view`] — that state and its estimate.
//! - [`parts`] — what the page says, as markup. [`charts`] — its charts. Both are pure functions of the view.
//! - [`countries`] — the table of carbon intensities, once it has come. [`exact`] — numbers for programs.
//! - [`say`] — a sentence of the reader's language around markup. [`language`] — which one the modules without a state speak.
//! - [`panels`] — what is folded below the result; [`budget`] and [`front`] — the inverse; [`fleet`] — images a day. [`share`] — what leaves the page.
//! - `architecture` — the panel of an architecture of one's own. `measurements` — what a person brings; [`own`] — that, as the modules pass
//!   it to each other.
//! - `store` — the state as signals, and edits to it. `browser` — every call to the browser.
//! - `app` — the page's frame. `form` — what a person sets. `held` — what places hold, not to be written twice.

#[cfg(feature = "page")]
pub mod app;
#[cfg(feature = "workbench")]
pub mod architecture;
#[cfg(feature = "page")]
pub mod browser;
pub mod budget;
pub mod charts;
pub mod countries;
pub mod exact;
pub mod fleet;
#[cfg(feature = "page")]
pub mod form;
pub mod front;
#[cfg(feature = "page")]
pub mod held;
pub mod joined;
pub mod language;
#[cfg(feature = "refit")]
pub mod measurements;
pub mod own;
pub mod page;
pub mod panels;
pub mod parts;
pub mod query;
pub mod say;
pub mod share;
#[cfg(feature = "page")]
pub mod store;
#[cfg(test)]
mod untranslated;
pub mod view;
pub mod whole;

/// Memory in the browser: half as large on the wire as the library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

//! The parts of the program that come when they are first asked for: functions marked with `wasm_split` and all that only those need.
//!
//! [`figures`] — charts and panels, among them that of a person's own data in [`measurements`]. [`share`] — what leaves the page and what the
//! browser keeps. [`worker`] — reading and fitting a person's files.

pub mod figures;
pub mod measurements;
pub mod share;
pub mod worker;

use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_web::language;
use wattpix_web::query::Query;
use wattpix_web::view::View;

/// Takes the words of the page's language, one a line; see [`language::speak`].
#[wasm_bindgen]
pub fn speak(lines: String) {
    language::speak(lines);
}

/// The view of a query in the page's language.
fn view(query: &str) -> View {
    View::told_in(language::words(), Query::parse(query))
}

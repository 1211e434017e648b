//! The third module: what a person brings, read and fitted in a worker. Every function gives text; a script of the panel puts it into
//! the page.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_web::query::Query;
use wattpix_web::view::View;
use wattpix_web::{architecture, language, measurements, parts};

fn main() {}

/// Takes the words of the page's language, one a line; see [`language::speak`].
#[wasm_bindgen]
pub fn speak(lines: String) {
    language::speak(lines);
}

/// What the panel of a person's own measurements holds before there is any.
#[wasm_bindgen]
pub fn frame() -> String {
    measurements::frame().into_string()
}

/// The law behind the figure of a query, term by term, and the documents of its fit.
#[wasm_bindgen]
pub fn explanation(query: &str) -> String {
    let view = View::told_in(language::words(), Query::parse(query));
    parts::explanation::explanation(&view).into_string() + &parts::provenance::provenance(&view).into_string()
}

/// The panel of an architecture of one's own, for a query.
#[wasm_bindgen]
pub fn architecture(query: &str) -> String {
    architecture::panel(&View::told_in(language::words(), Query::parse(query))).into_string()
}

/// The model of a query with one dimension changed, as a link has it.
///
/// # Errors
/// What is wrong with the value.
#[wasm_bindgen]
pub fn changed(query: &str, key: &str, value: &str) -> Result<String, JsError> {
    architecture::changed(&View::told_in(language::words(), Query::parse(query)), key, value)
        .map_err(|words| JsError::new(&words))
}

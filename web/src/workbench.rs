//! The third module: a model of a person's own, in a worker. Every function gives text; a script of the panel puts it into the page.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_web::query::Query;
use wattpix_web::view::View;
use wattpix_web::{architecture, language};

fn main() {}

/// Takes the words of the page's language, one a line; see [`language::speak`].
#[wasm_bindgen]
pub fn speak(lines: String) {
    language::speak(lines);
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

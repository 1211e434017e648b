//! The third module: a model of a person's own, in a worker. Every function gives text; a script of the panel puts it into the page.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_web::countries::arrive;
use wattpix_web::query::Query;
use wattpix_web::view::View;
use wattpix_web::{architecture, language, own, panels};

fn main() {}

/// Takes the words of the page's language, one a line; see [`language::speak`].
#[wasm_bindgen]
pub fn speak(lines: String) {
    language::speak(lines);
}

/// Takes the fits that a person brought, a line each.
#[wasm_bindgen]
pub fn own(fits: &str) {
    own::fits::offer(fits);
}

/// Takes the table of countries' carbon intensities; an empty text says that it did not arrive.
#[wasm_bindgen]
pub fn countries(table: &str) {
    arrive(table);
}

/// The settings of a panel without charts, for a query.
#[wasm_bindgen]
pub fn settings(panel: &str, query: &str) -> String {
    panels::settings(panel, &View::told_in(language::words(), Query::parse(query))).into_string()
}

/// What it says.
#[wasm_bindgen]
pub fn body(panel: &str, query: &str) -> String {
    panels::words(panel, &View::told_in(language::words(), Query::parse(query))).into_string()
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

//! The third module, in a worker: what panels say and need no chart for, and what leaves the page but for drawings and data. Every function gives text; a script of the panel puts it into the page.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_web::countries::arrive;
use wattpix_web::query::Query;
use wattpix_web::share::{cite, command, metadata, snippet};
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

fn view(query: &str) -> View {
    View::told_in(language::words(), Query::parse(query))
}

/// The settings of a panel, for a query.
#[wasm_bindgen]
pub fn settings(panel: &str, query: &str) -> String {
    panels::settings(panel, &view(query)).into_string()
}

/// What it says, but for its charts.
#[wasm_bindgen]
pub fn body(panel: &str, query: &str) -> String {
    panels::words(panel, &view(query)).into_string()
}

/// The panel of an architecture of one's own, for a query.
#[wasm_bindgen]
pub fn architecture(query: &str) -> String {
    architecture::panel(&view(query)).into_string()
}

/// The model of a query with one dimension changed, as a link has it.
///
/// # Errors
/// What is wrong with the value.
#[wasm_bindgen]
pub fn changed(query: &str, key: &str, value: &str) -> Result<String, JsError> {
    architecture::changed(&view(query), key, value).map_err(|words| JsError::new(&words))
}

/// The dialog that writes snippets for a chart or table with this title, empty where there is none.
#[wasm_bindgen]
pub fn dialog(id: &str, title: &str, query: &str, site: &str, pinned: bool) -> String {
    snippet::dialog(&view(query), id, title, site, pinned).into_string()
}

/// What the numbers of a chart or table are, as JSON; its title and the columns of its data are given.
#[wasm_bindgen]
pub fn metadata(id: &str, title: &str, columns: &str, query: &str, site: &str) -> String {
    metadata::metadata(&view(query), id, title, columns, site)
}

/// A line about the state to copy: `command`, `citation` or `bibtex`.
#[wasm_bindgen]
pub fn line(kind: &str, query: &str, site: &str) -> String {
    let view = view(query);
    match kind {
        "command" => command::command(&view),
        "citation" => cite::text(&view, site),
        "bibtex" => cite::bibtex(&view, site),
        _ => String::new(),
    }
}

/// The list of a person's fits, of which some are kept.
#[wasm_bindgen]
pub fn shelf(fits: &str, kept: &str) -> String {
    own::shelf::shelf(language::words(), fits, kept).into_string()
}

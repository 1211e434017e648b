//! The second module: what panels, saved files and embedded charts are made of. Every function takes a query and gives text in
//! the language that `speak` was told; an empty text means that there is no such thing.

use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_core::charts::Theme;
use wattpix_web::countries::arrive;
use wattpix_web::language;
use wattpix_web::own;
use wattpix_web::panels;
use wattpix_web::query::Query;
use wattpix_web::share::{embed, file};
use wattpix_web::view::View;

fn main() {}

/// Takes the words of the page's language, one a line; see [`language::speak`].
#[wasm_bindgen]
pub fn speak(lines: String) {
    language::speak(lines);
}

/// Takes what a person brought: fits and measured points, a line each.
#[wasm_bindgen]
pub fn own(fits: &str, points: &str) {
    own::fits::offer(fits);
    own::points::offer(points);
}

/// The charts of a person's own measurements.
#[wasm_bindgen]
pub fn own_charts(query: &str, width: u32) -> String {
    panels::own_charts(&view(query), width).into_string()
}

fn view(query: &str) -> View {
    View::told_in(language::words(), Query::parse(query))
}

/// Takes the table of countries' carbon intensities; an empty text says that it did not arrive.
#[wasm_bindgen]
pub fn countries(table: &str) {
    arrive(table);
}

/// What a panel says; charts at a width in CSS pixels.
#[wasm_bindgen]
pub fn body(panel: &str, query: &str, width: u32) -> String {
    panels::find(panel)
        .map(|panel| panels::body(panel, &view(query), width).into_string())
        .unwrap_or_default()
}

/// A chart or table alone, for `embed.html`.
#[wasm_bindgen]
pub fn embedded(query: &str, width: u32) -> String {
    embed::alone(&view(query), width).into_string()
}

/// Title of a chart or table.
#[wasm_bindgen]
pub fn title(id: &str) -> String {
    embed::title(id).map(|title| language::words().text(title).to_owned()).unwrap_or_default()
}

/// A file of a chart or table: `svg`, `csv` or `json`; or the `columns` of its data.
#[wasm_bindgen]
pub fn content(id: &str, query: &str, kind: &str, dark: bool) -> String {
    let view = view(query);
    let theme = if dark { Theme::Dark } else { Theme::Light };
    let content = match kind {
        "svg" => file::svg(&view, id, theme),
        "csv" => file::csv(&view, id),
        "json" => file::json(&view, id),
        "columns" => file::columns(&view, id),
        _ => None,
    };
    content.unwrap_or_default()
}

/// What a file is called.
#[wasm_bindgen]
pub fn name(id: &str, query: &str, ending: &str) -> String {
    file::name(&view(query), id, ending)
}

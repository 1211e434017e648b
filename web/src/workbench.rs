//! The third module: what a person brings, read and fitted in a worker. Every function gives text; a script of the panel puts it into
//! the page.

use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_web::{language, measurements};

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

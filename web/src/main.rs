//! The first module: mounts the calculator into the page's element `app`.

use leptos::mount::{mount_to, mount_to_body};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_core::words::Words;
use wattpix_web::app::{App, AppProps};
use wattpix_web::countries::arrive;
use web_sys::HtmlElement;

/// Takes the table of countries' carbon intensities; an empty text says that it did not arrive.
#[wasm_bindgen]
pub fn countries(table: &str) {
    arrive(table);
}

fn main() {
    console_error_panic_hook::set_once();
}

/// Starts the calculator in the language whose words are given, one a line; in English where there are none.
#[wasm_bindgen]
pub fn open(words: String) {
    let words = Words::read(words).unwrap_or(Words::ENGLISH);
    match document().get_element_by_id("app").and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        Some(place) => mount_to(place, move || App(AppProps { words })).forget(),
        None => mount_to_body(move || App(AppProps { words })),
    }
}

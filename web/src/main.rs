//! The first module: starts the calculator in the page's element `app`.

use any_spawner::Executor;
use leptos::prelude::Owner;
use wasm_bindgen::prelude::wasm_bindgen;
use wattpix_core::words::Words;
use wattpix_web::countries::arrive;
use wattpix_web::{app, browser};

/// Takes the table of countries' carbon intensities; an empty text says that it did not arrive.
#[wasm_bindgen]
pub fn countries(table: &str) {
    arrive(table);
}

fn main() {
    // A panic is a fault of ours: the console says where.
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
}

/// Starts the calculator in the language whose words are given, one a line; in English where there are none.
#[wasm_bindgen]
pub fn open(words: String) {
    let words = Words::read(words).unwrap_or(Words::ENGLISH);
    let place = browser::find("#app").or_else(browser::body);
    if let Some(place) = place {
        // Leptos would mount a view here; the page is one effect, which lives for as long as the page does.
        // Refused only where there is one already.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        owner.with(|| app::start(&place, words));
        std::mem::forget(owner);
    }
}

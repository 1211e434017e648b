//! The program: starts the calculator in the page's element `app` and answers scripts there; in a worker it reads and fits a person's files.

mod program;

use any_spawner::Executor;
use leptos::prelude::Owner;
use program::measurements;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use wattpix_web::browser::Visit;
use wattpix_web::countries::arrive;
use wattpix_web::store::Store;
use wattpix_web::{app, browser, language};
use web_sys::DedicatedWorkerGlobalScope;

/// Takes the table of countries' carbon intensities; an empty text says that it did not arrive.
#[wasm_bindgen]
pub fn countries(table: &str) {
    arrive(table);
    look();
}

/// Looks again at what the state is read with: the address, the countries, a person's own fits.
#[wasm_bindgen]
pub fn look() {
    if let Some(store) = Store::present() {
        store.look();
    }
}

/// Puts a value for a key into the link, as a new entry of the history or in the place of the present one; an empty one takes the key
/// away.
#[wasm_bindgen]
pub fn set(key: &str, value: &str, new: bool) {
    if let Some(store) = Store::present() {
        store.put(key, value, if new { Visit::New } else { Visit::Same });
    }
}

fn main() {
    // A panic is a fault of ours: the console says where.
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    // A page has another scope and waits for `open`.
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        program::worker::run(scope);
    }
}

/// Starts the calculator in the language whose words are given, one a line; in English where there are none. A page without a place for it
/// has none. A link to a fit that the browser keeps waits for it.
#[wasm_bindgen]
pub async fn open(lines: String) {
    program::speak(lines);
    let needs_kept = measurements::needs_kept(&browser::query());
    if needs_kept {
        measurements::kept_fits().await;
    }
    if let Some(place) = browser::find("#app") {
        // Leptos would mount a view here; the page is one effect, which lives for as long as the page does.
        // Refused only where there is one already.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        owner.with(|| app::start(&place, language::words()));
        std::mem::forget(owner);
        if !needs_kept {
            // They are offered with the others once they are here.
            spawn_local(measurements::kept_fits());
        }
    }
}

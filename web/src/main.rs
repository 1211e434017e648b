//! Starts the calculator in the page's element `app`.

use leptos::mount::mount_to;
use wasm_bindgen::JsCast;
use wattpix_web::{app, browser};
use web_sys::HtmlElement;

fn main() {
    console_error_panic_hook::set_once();
    let place = browser::find("#app").or_else(browser::body);
    if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        mount_to(place.clone(), move || app::start(&place)).forget();
    }
}

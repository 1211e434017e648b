//! Mounts the calculator into the page's element `app`.

use leptos::mount::{mount_to, mount_to_body};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wattpix_web::app::App;
use web_sys::HtmlElement;

fn main() {
    console_error_panic_hook::set_once();
    match document().get_element_by_id("app").and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        Some(place) => mount_to(place, App).forget(),
        None => mount_to_body(App),
    }
}

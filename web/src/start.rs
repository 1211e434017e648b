//! The program's start in a page: its language, the fits that a link needs, then the calculator or an embedded chart.

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wattpix_core::words::CODES;
use web_sys::HtmlElement;

use crate::app::App;
use crate::data::Missing;
use crate::own::kept_fits;
use crate::page::LANG;
use crate::share::press;
use crate::state::State;
use crate::{browser, embed, further, language};

/// Selectors of the calculator's place, and of a lone chart's.
const CALCULATOR: &str = "#app";
const CHART: &str = "#chart";

/// Starts what the page has a place for, in the language of its link or, without one, its own.
///
/// # Errors
/// When the language's words do not arrive.
pub async fn start() -> Result<(), Missing> {
    let Some(code) = language_of_page() else { return Ok(()) };
    let words = language::fetch(&code).await?;
    // Refused only where there is one already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let state = owner.with(|| State::of_address(words));
    if kept_fits::are_needed(&browser::query()) {
        // A link to such a fit is told of as one to a fit that is not here.
        let _ = kept_fits::bring(state).await;
    }
    if state.now(further::is_needed) {
        // Without it the page tells of what it does not know.
        let _ = further::bring(state).await;
    }
    press::listen(state);
    if let Some(place) = place(CALCULATOR) {
        // The answer that the build wrote gives way to the program's.
        place.replace_children_with_node_0();
        mount_to(place, move || {
            provide_context(state);
            view! { <App/> }
        })
        .forget();
        spawn_local(async move {
            // They are offered with the others once they are here.
            let _ = kept_fits::bring(state).await;
        });
        browser::keep_for_offline_use();
    } else if let Some(place) = place(CHART) {
        embed::open(place, state).await;
    }
    // The state lives for as long as the page does.
    std::mem::forget(owner);
    Ok(())
}

fn place(selector: &str) -> Option<HtmlElement> {
    browser::find(selector)?.dyn_into().ok()
}

/// The language to speak: that of the link where the site has it, else that of the document. `None` where another page of the site is shown
/// in its place: a link may ask for another language than the page has that it leads to. An embedded chart is in any.
fn language_of_page() -> Option<String> {
    let root = document().document_element()?;
    let written = root.get_attribute("lang").unwrap_or_default();
    let asked = browser::query().get(LANG).map(str::to_owned);
    let code = asked.filter(|asked| CODES.contains(&asked.as_str())).unwrap_or_else(|| written.clone());
    if code == written {
        return Some(code);
    }
    let other = browser::find(&["a[data-language][hreflang=", &code, "]"].concat());
    if let Some(page) = other.and_then(|other| other.get_attribute("href")) {
        let location = window().location();
        let page = page.split(['?', '#']).next().unwrap_or_default();
        let [search, hash] = [location.search(), location.hash()].map(Result::unwrap_or_default);
        // Refused only for addresses that are none.
        let _ = location.replace(&[page, &search, &hash].concat());
        return None;
    }
    // Refused only for names that are no names.
    let _ = root.set_attribute("lang", &code);
    Some(code)
}

/// Tells that the calculator cannot start.
pub fn fail() {
    if let Some(place) = browser::find("#start-failed") {
        // Refused only for names that are no names.
        let _ = place.remove_attribute("hidden");
    }
}

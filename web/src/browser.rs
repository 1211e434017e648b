//! Access to the browser: the address bar and its history, and places that other components left in the document.

use std::time::Duration;

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wattpix_core::words::CODES;
use web_sys::Element;

use crate::page::LANG;
use crate::query::Query;
use crate::reactive::memo;

/// Tells a page from a native test, which has no window.
const IN_BROWSER: bool = cfg!(target_arch = "wasm32");

/// The query of the address.
pub fn query() -> Query {
    // The address of a document can always be read.
    Query::parse(&window().location().search().unwrap_or_default())
}

/// The whole address; nothing where there is no browser.
pub fn address() -> String {
    if IN_BROWSER { window().location().href().unwrap_or_default() } else { String::new() }
}

/// Does something at every event of a kind in the window, for as long as the page is there.
pub fn listen(kind: &'static str, act: impl Fn(Event) + 'static) {
    listen_boxed(kind, Box::new(act));
}

/// Compiled once for all of them.
fn listen_boxed(kind: &'static str, act: Box<dyn Fn(Event)>) {
    if IN_BROWSER {
        let _ = window_event_listener_untyped(kind, act);
    }
}

/// Kind of change to the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// A new entry in the history, so that Back leads to what was before.
    New,
    /// In the place of the present entry.
    Same,
}

/// Puts a query into the address without loading anything. A browser that limits how often this may happen keeps the page
/// and lets the address lag.
pub fn show(query: &Query, visit: Visit) {
    let Ok(history) = window().history() else { return };
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let address = [&*path, &query.to_string(), &hash].concat();
    let shown = match visit {
        Visit::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Visit::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
    // Refused only when called too often; the next edit brings the address up to date.
    let _ = shown;
}

/// The first element of the document that a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

/// The form element with a name.
pub fn field_named(name: &str) -> Option<Element> {
    find(&["[name=\"", name, "\"]"].concat())
}

/// All elements that a selector finds.
pub fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Lets the links to the page in other languages lead to the state that is shown.
pub fn keep_state_in_other_languages(query: &Query) {
    let Some(body) = document().body() else { return };
    let hash = window().location().hash().unwrap_or_default();
    for link in all(&body, "a[data-language]") {
        let [page, language] = ["href", "hreflang"].map(|name| link.get_attribute(name).unwrap_or_default());
        let mut state = query.clone();
        state.set(LANG, Some(&*language).filter(|language| *language != CODES[0]));
        let page = page.split(['?', '#']).next().unwrap_or_default();
        // Refused only for names that are no names.
        let _ = link.set_attribute("href", &[page, &state.to_string(), &hash].concat());
    }
}

/// Widths for which charts are laid out, in CSS pixels: a phone's and a desk's.
const CHART_WIDTHS: (u32, u32) = (350, 620);

/// Page widths below this are a phone's.
const PHONE: f64 = 720.0;

/// The width for which to lay out a chart, following the window.
pub fn chart_width() -> Memo<u32> {
    let inner = || {
        let width = if IN_BROWSER { window().inner_width().ok() } else { None };
        width.and_then(|width| width.as_f64()).unwrap_or(PHONE)
    };
    let width = RwSignal::new(inner());
    listen("resize", move |_| width.set(inner()));
    let (phone, desk) = CHART_WIDTHS;
    memo(move || if width.get() < PHONE { phone } else { desk })
}

/// Time after which a change has been painted.
const PAINTED: Duration = Duration::from_millis(30);

/// Calls once a change has been painted: what few look at follows what everybody sees.
pub fn after_paint(call: impl FnOnce() + 'static) {
    set_timeout(call, PAINTED);
}

/// Keeps the copy that answers offline, once the page has answered. Browsers offer it on secure addresses and on this machine.
pub fn keep_for_offline_use() {
    let has_workers = js_sys::Reflect::has(&window().navigator(), &"serviceWorker".into());
    if has_workers != Ok(true) {
        return;
    }
    let keep = || {
        // Where it is refused the page answers from the network alone.
        let kept = window().navigator().service_worker().register("sw.js");
        leptos::task::spawn_local(async {
            let _ = wasm_bindgen_futures::JsFuture::from(kept).await;
        });
    };
    if document().ready_state() == "complete" {
        keep();
    } else {
        listen("load", move |_| keep());
    }
}

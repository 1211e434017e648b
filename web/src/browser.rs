//! Every call to the browser: the address bar and its history.

use leptos::prelude::{Get, Memo, RwSignal, Set};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlInputElement, HtmlSelectElement, MouseEvent, Window,
};

use crate::query::Query;

/// The window. A page always has one.
fn window() -> Option<Window> {
    web_sys::window()
}

/// The document. A page always has one.
fn document() -> Option<Document> {
    window()?.document()
}

/// The first element of the document that a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// The document's body.
pub fn body() -> Option<Element> {
    document()?.body().map(Element::from)
}

/// Does something at every event of a kind, for as long as the page is there.
pub fn listen(target: &EventTarget, kind: &str, act: impl Fn(&Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(move |event: Event| act(&event)).into_js_value();
    // Refused only for what is no listener.
    let _ = target.add_event_listener_with_callback(kind, act.unchecked_ref());
}

/// Does something at every event of a kind in the window.
pub fn listen_in_window(kind: &str, act: impl Fn(&Event) + 'static) {
    if let Some(window) = window() {
        listen(&window, kind, act);
    }
}

/// The query of the address.
pub fn query() -> Query {
    // The address of a document can always be read.
    Query::parse(&window().and_then(|window| window.location().search().ok()).unwrap_or_default())
}

/// The fits that a person brought, one a line: those of this visit, else those that this browser keeps. See `public/figures.js`.
pub fn own_fits() -> String {
    let read = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &JsValue::from_str(name)).ok();
    let window = JsValue::from(window());
    let present = read(&window, "wattpixFits").and_then(|lines| lines.as_string());
    // Refused where a browser keeps nothing for this site.
    let kept = || read(&read(&window, "localStorage")?, "wattpix-fits")?.as_string();
    present.or_else(kept).unwrap_or_default()
}

/// How the address changes.
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
    let Some(window) = window() else { return };
    let Ok(history) = window.history() else { return };
    let location = window.location();
    let path = location.pathname().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let address = format!("{path}{query}{hash}");
    let shown = match visit {
        Visit::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Visit::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
    // Refused only when called too often; the next edit brings the address up to date.
    let _ = shown;
}

/// Name of the event that tells the site's script that the page shows another state.
const SHOWN: &str = "wattpix";

/// Tells the site's script that the page shows another state.
pub fn announce() {
    if let (Some(document), Ok(event)) = (document(), Event::new(SHOWN)) {
        // Refused only for events that are under way; this one is new.
        let _ = document.dispatch_event(&event);
    }
}

/// The state that a clicked link leads to; `None` for other clicks, and for those that mean another tab or window.
pub fn state_link(event: &Event) -> Option<Query> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    let target = event.target()?.dyn_into::<Element>().ok().filter(|_| plain)?;
    let link = target.closest("a[href^='?']").ok()??;
    link.get_attribute("href").map(|href| Query::parse(&href))
}

/// Name and value of the form element that an event comes from.
pub fn field(event: &Event) -> (String, String) {
    let Some(target) = event.target() else { return Default::default() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => (input.name(), input.value()),
        Err(target) => match target.dyn_into::<HtmlSelectElement>() {
            Ok(select) => (select.name(), select.value()),
            Err(_) => Default::default(),
        },
    }
}

/// Does something with an element that is of a kind.
pub fn with<E: JsCast>(element: Element, act: impl FnOnce(&E)) {
    if let Ok(element) = element.dyn_into::<E>() {
        act(&element);
    }
}

/// Sets attributes. Refused only for names that are no names.
pub fn set_attributes(element: &Element, attributes: &[(&str, &str)]) {
    for (name, value) in attributes {
        let _ = element.set_attribute(name, value);
    }
}

/// Puts escaped markup into the first element that a selector finds.
pub fn fill(within: &Element, selector: &str, markup: &str) {
    if let Ok(Some(element)) = within.query_selector(selector) {
        element.set_inner_html(markup);
    }
}

/// Puts escaped markup into an element.
pub fn set_markup(element: &Element, markup: &str) {
    element.set_inner_html(markup);
}

/// Whether there is an element that a selector finds.
pub fn is_there(within: &Element, selector: &str) -> bool {
    matches!(within.query_selector(selector), Ok(Some(_)))
}

/// Milliseconds after which a change has been painted.
const PAINTED: i32 = 30;

/// Does something once, when what is on the page now has been painted.
pub fn after_painting(act: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let act = Closure::once_into_js(act);
        // Refused only for what is no function.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), PAINTED);
    }
}

/// Widths for which charts are laid out, in CSS pixels: a phone's and a desk's.
const CHART_WIDTHS: (u32, u32) = (350, 620);

/// Page widths below this are a phone's.
const PHONE: f64 = 720.0;

/// The width for which to lay out a chart, following the window.
pub fn chart_width() -> Memo<u32> {
    let inner = || window().and_then(|window| window.inner_width().ok()?.as_f64()).unwrap_or(PHONE);
    let width = RwSignal::new(inner());
    listen_in_window("resize", move |_| width.set(inner()));
    let (phone, desk) = CHART_WIDTHS;
    Memo::new(move |_| if width.get() < PHONE { phone } else { desk })
}

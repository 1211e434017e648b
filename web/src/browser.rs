//! Every call to the browser: the address bar and its history.

use leptos::prelude::{Get, Memo, RwSignal, Set};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wattpix_core::words::Words;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
    MouseEvent, Window,
};

use crate::page::LANG;
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

/// Does something at every event of a kind in the document.
pub fn listen_in_document(kind: &str, act: impl Fn(&Event) + 'static) {
    if let Some(document) = document() {
        listen(&document, kind, act);
    }
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

/// Lets the links to the page in other languages lead to the state that is shown.
pub fn keep_state_in_other_languages() {
    let Some(body) = body() else { return };
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    for link in all(&body, "a[data-language]") {
        let [page, language] = ["href", "hreflang"].map(|name| link.get_attribute(name).unwrap_or_default());
        let mut state = query();
        state.set(LANG, Some(&*language).filter(|language| *language != Words::ENGLISH.code()));
        let page = page.split(['?', '#']).next().unwrap_or_default();
        set_attributes(&link, &[("href", &[page, &state.to_string(), &hash].concat())]);
    }
}

/// Name of the event by which the site's script tells that it wrote fields.
pub const WRITTEN: &str = "wattpix-written";

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

/// Name and value of the form element that an event comes from; empty where it comes from none.
pub fn field(event: &Event) -> (String, String) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let name = |field: &Element| field.get_attribute("name").unwrap_or_default();
    target.map(|field| (name(&field), value(field).unwrap_or_default())).unwrap_or_default()
}

/// The value of a form element.
pub fn value(field: Element) -> Option<String> {
    match field.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some(input.value()),
        Err(other) => other.dyn_into::<HtmlSelectElement>().ok().map(|select| select.value()),
    }
}

/// Puts a text into the form element with a name.
pub fn set_value(within: &Element, name: &str, text: &str) {
    if let Some(field) = field_named(within, name) {
        with::<HtmlInputElement>(field, |input| input.set_value(text));
    }
}

/// All elements that a selector finds.
pub fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// The form element with a name.
pub fn field_named(within: &Element, name: &str) -> Option<Element> {
    within.query_selector(&["[name=\"", name, "\"]"].concat()).ok()?
}

/// Name and value that a pressed button offers for a field.
pub fn offered(event: &Event) -> Option<(String, String)> {
    let button = event.target()?.dyn_into::<Element>().ok()?.closest("[data-use]").ok()??;
    Some((button.get_attribute("data-for")?, button.get_attribute("data-use")?))
}

/// Puts the focus into the form element with a name.
pub fn focus(within: &Element, name: &str) {
    if let Some(field) = field_named(within, name) {
        // Refused only for what cannot have the focus.
        with::<HtmlElement>(field, |field| drop(field.focus()));
    }
}

/// The key that an event of the keyboard is of, without others held.
pub fn key(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    let alone = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    alone.then(|| event.key())
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
        set_markup(&element, markup);
    }
}

/// What can have the focus.
const STOPS: &str = "a[href], button, input, select, textarea, summary, [tabindex]";

/// Where the focus goes when what had it is gone and nothing is left around it.
const NEXT_STOP: &str = "[data-testid=result] a[href], [data-testid=result] button";

/// Puts escaped markup into an element. The focus stays at its place: at what stands there now.
pub fn set_markup(element: &Element, markup: &str) {
    let active = document().and_then(|document| document.active_element());
    let held = |active: &Element| all(element, STOPS).iter().position(|stop| stop.is_same_node(Some(active)));
    let place = active.and_then(|active| held(&active));
    element.set_inner_html(markup);
    let Some(place) = place else { return };
    let stops = all(element, STOPS);
    let next = stops.get(place).or(stops.last()).cloned().or_else(|| find(NEXT_STOP));
    if let Some(next) = next {
        // Refused only for what cannot have the focus.
        with::<HtmlElement>(next, |next| drop(next.focus()));
    }
}

/// Whether there is an element that a selector finds.
pub fn is_there(within: &Element, selector: &str) -> bool {
    matches!(within.query_selector(selector), Ok(Some(_)))
}

/// Milliseconds after which a change has been painted.
pub const PAINTED: i32 = 30;

/// Does something once, after so many milliseconds and the events that are under way.
pub fn later(milliseconds: i32, act: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let act = Closure::once_into_js(act);
        // Refused only for what is no function.
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), milliseconds);
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

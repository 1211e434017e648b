//! A place that holds markup which a pure function writes.

use leptos::html;
use leptos::prelude::*;

use crate::reactive::{effect, memo};
use maud::Markup;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::browser;

/// Writes escaped markup anew when it changes. The focus stays, and so does what is unfolded.
#[component]
pub fn Written(
    /// The place's `data-own`, by which tests and styles know it.
    #[prop(default = "")]
    own: &'static str,
    /// Class of the element.
    #[prop(default = "words")]
    class: &'static str,
    /// Writes the markup; what it reads is tracked.
    markup: Box<dyn Fn() -> Markup + Send + Sync>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let markup = memo(move || markup().into_string());
    effect(move || {
        if let Some(element) = element.get() {
            let open: Vec<bool> =
                browser::all(&element, "details").iter().map(|part| part.has_attribute("open")).collect();
            markup.with(|markup| write(&element, markup));
            for (part, _) in browser::all(&element, "details").iter().zip(open).filter(|(_, open)| *open) {
                // Refused only for names that are no names.
                let _ = part.set_attribute("open", "");
            }
        }
    });
    view! { <div class=class data-own=own node_ref=element></div> }
}

/// Selector of elements that can have the focus.
const STOPS: &str = "a[href], button, input, select, textarea, summary, [tabindex]";

/// Puts escaped markup into an element. The focus stays at its place: at what stands there now.
fn write(element: &Element, markup: &str) {
    let active = document().active_element();
    let held = |active: &Element| {
        browser::all(element, STOPS).iter().position(|stop| stop.is_same_node(Some(active)))
    };
    let place = active.and_then(|active| held(&active));
    element.set_inner_html(markup);
    let Some(place) = place else { return };
    let stops = browser::all(element, STOPS);
    let next = stops.get(place).or(stops.last()).cloned();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        // Refused only for what cannot have the focus.
        let _ = next.focus();
    }
}

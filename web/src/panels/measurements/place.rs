//! Places of the panel that hold markup.

use leptos::html;
use leptos::prelude::*;
use maud::Markup;

use crate::browser;

/// A place that is written anew when its markup changes. The focus stays, and so does what is unfolded.
pub fn place(
    own: &'static str,
    class: &'static str,
    markup: impl Fn() -> Markup + Send + Sync + 'static,
) -> AnyView {
    boxed(own, class, Box::new(markup))
}

/// Compiled once for all places.
fn boxed(own: &'static str, class: &'static str, markup: Box<dyn Fn() -> Markup + Send + Sync>) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    let markup = Memo::new(move |_| markup().into_string());
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let open: Vec<bool> =
                browser::all(&element, "details").iter().map(|part| part.has_attribute("open")).collect();
            markup.with(|markup| browser::set_markup(&element, markup));
            for (part, _) in browser::all(&element, "details").iter().zip(open).filter(|(_, open)| *open) {
                browser::set_attributes(part, &[("open", "")]);
            }
        }
    });
    view! { <div class=class data-own=own node_ref=element></div> }.into_any()
}

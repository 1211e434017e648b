//! The dialog with snippets that put a chart into another page.

use std::cell::RefCell;

use leptos::html;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;

use crate::reactive::effect;
use leptos::tachys::view::any_view::AnyViewState;
use wattpix_core::words::Word;

use super::snippet;
use crate::charts;
use crate::view::View;

thread_local! {
    /// The dialog that is open.
    static OPEN: RefCell<Option<UnmountHandle<AnyViewState>>> = const { RefCell::new(None) };
}

/// Opens the dialog for a chart or table, in the place of one that is open. `site` is the address of the site's folder.
pub fn open(view: View, id: String, site: String) {
    let title = charts::title(&id).map(|title| view.words.text(title)).unwrap_or_default();
    OPEN.take();
    if let Some(body) = document().body() {
        let dialog = mount_to(body, move || view! { <Dialog state=view id title site/> }.into_any());
        OPEN.set(Some(dialog));
    }
}

#[component]
fn Dialog(state: View, id: String, title: &'static str, site: String) -> impl IntoView {
    let close = state.words.text(Word::SCRIPT_CLOSE);
    let pinned = RwSignal::new(false);
    let element = NodeRef::<html::Dialog>::new();
    effect(move || {
        if let Some(dialog) = element.get() {
            // Refused where it is open already.
            let _ = dialog.show_modal();
        }
    });
    let snippets = move || snippet::dialog(&state, &id, title, &site, pinned.get()).into_string();
    let change = move |event| {
        let chosen = event_target::<web_sys::HtmlInputElement>(&event);
        if chosen.name() == "embed-version" {
            pinned.set(chosen.value() == "pinned");
        }
    };
    view! {
        <dialog id="embed-dialog" node_ref=element on:change=change>
            <div inner_html=snippets></div>
            <form method="dialog">
                <span class="done" role="status"></span>
                " "
                <button class="quiet">{close}</button>
            </form>
        </dialog>
    }
}

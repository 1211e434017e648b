//! The frame of a panel: folded and empty until it is opened.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::words::Word;
use web_sys::HtmlDetailsElement;

use super::{Entry, Group};
use crate::reactive::{effect, memo};
use crate::state::State;

/// Panels under the title of their group.
#[component]
pub fn PanelGroup(group: &'static Group) -> impl IntoView {
    let title = expect_context::<State>().words.text(group.title);
    let panels = group.panels.iter().map(|panel| view! { <Panel panel/> }.into_any()).collect::<Vec<_>>();
    view! {
        <section class="panels" aria-label=title>
            <h2>{title}</h2>
            {panels}
        </section>
    }
}

/// A panel. The link says whether it is open.
#[component]
fn Panel(panel: &'static Entry) -> impl IntoView {
    let state = expect_context::<State>();
    let (id, words) = (panel.id, state.words);
    let open = memo(move || state.get(|view| view.page.shows(id)));
    let content = RwSignal::new(None::<fn() -> AnyView>);
    let told = RwSignal::new(words.text(Word::PANEL_LOADING));
    effect(move || {
        // A part that did not arrive is asked for again when the panel is opened again.
        if open.get() && content.get_untracked().is_none() {
            spawn_local(async move {
                match super::content(state, id).await {
                    Ok(component) => content.set(Some(component)),
                    Err(_) if window().navigator().on_line() => {
                        told.set(words.text(Word::SCRIPT_NOT_ARRIVED));
                    }
                    Err(_) => told.set(words.text(Word::SCRIPT_NOT_STORED)),
                }
            });
        }
    });
    let stays = panel.stays;
    let body = memo(move || content.get().filter(|_| stays || open.get()).is_some());
    let body = move || match body.get().then(|| content.get_untracked()) {
        Some(Some(content)) => content(),
        _ => ().into_any(),
    };
    let toggled = move |event: Event| {
        state.show_panel(id, event_target::<HtmlDetailsElement>(&event).open());
    };
    view! {
        <details class="panel" data-panel=id prop:open=move || open.get() on:toggle=toggled>
            <summary>{words.text(panel.title)}</summary>
            <p class="wait" hidden=move || content.get().is_some()>{move || told.get()}</p>
            <div class="panel-body">{move || body()}</div>
        </details>
    }
}

//! The frame of a panel: folded and empty until it is opened.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::words::Word;
use web_sys::HtmlDetailsElement;

use super::{Entry, component, prepare};
use crate::own::kept_fits;
use crate::part::{self, Lost};
use crate::reactive::{effect, memo};
use crate::state::State;

/// A panel. The link says whether it is open.
#[component]
pub fn Panel(panel: &'static Entry) -> impl IntoView {
    let state = expect_context::<State>();
    let (id, words) = (panel.id, state.words);
    let open = memo(move || state.get(|view| view.page.shows(id)));
    let content = RwSignal::new(None::<fn() -> AnyView>);
    let told = RwSignal::new(words.text(Word::PANEL_LOADING));
    let ask = async move || -> Result<(), Lost> {
        kept_fits::bring(state).await?;
        part::with_words(words, prepare()).await?;
        content.set(Some(component(id).await?));
        Ok(())
    };
    effect(move || {
        // A part that did not arrive is asked for again when the panel is opened again.
        if open.get() && content.get_untracked().is_none() {
            spawn_local(async move {
                if ask().await.is_err() {
                    let online = window().navigator().on_line();
                    told.set(words.text(if online {
                        Word::SCRIPT_NOT_ARRIVED
                    } else {
                        Word::SCRIPT_NOT_STORED
                    }));
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

//! The place of the lists of other models and GPUs: they come with the panels' part when a reader gets near.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::words::Word;

use crate::browser;
use crate::panels::{self, RANKING};
use crate::reactive::effect;
use crate::state::State;

/// The section, empty until it is scrolled to.
#[component]
pub fn Ranking() -> impl IntoView {
    let state = expect_context::<State>();
    let element = NodeRef::<html::Div>::new();
    let content = RwSignal::new(None::<fn() -> AnyView>);
    effect(move || {
        let Some(element) = element.get() else { return };
        browser::when_near(&element, move || {
            spawn_local(async move {
                // Without them the page says all that it did before; a reload asks again.
                content.set(panels::content(state, RANKING).await.ok());
            });
        });
    });
    let lists = move || content.get().map_or_else(|| ().into_any(), |lists| lists());
    view! {
        <section aria-label=state.words.text(Word::PANEL_OTHERS)>
            <div class="rankings" node_ref=element>{move || lists()}</div>
        </section>
    }
}

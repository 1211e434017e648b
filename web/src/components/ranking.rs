//! The place of the lists of other models and GPUs: they come with the rest of the catalogue when a reader first scrolls.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::words::Word;

use crate::browser;
use crate::further::{self, Section};
use crate::state::State;

/// The section, empty until then.
#[component]
pub fn Ranking() -> impl IntoView {
    let state = expect_context::<State>();
    let content = RwSignal::new(None::<fn() -> AnyView>);
    let asked = StoredValue::new(false);
    browser::listen("scroll", move |_| {
        if asked.get_value() {
            return;
        }
        asked.set_value(true);
        spawn_local(async move {
            let lists = further::content(state, Section::Ranking).await;
            // One that did not arrive is asked for again at the next scrolling.
            asked.set_value(lists.is_ok());
            content.set(lists.ok());
        });
    });
    let lists = move || content.get().map_or_else(|| ().into_any(), |lists| lists());
    view! {
        <section aria-label=state.words.text(Word::PANEL_OTHERS)>
            <div class="rankings">{move || lists()}</div>
        </section>
    }
}

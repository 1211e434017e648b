//! The place of what is told of a clip, which comes with the rest of the catalogue.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::words::Word;

use crate::further::{self, Section};
use crate::reactive::{effect, memo};
use crate::state::State;

/// The section; nothing for an image.
#[component]
pub fn Clip() -> impl IntoView {
    let state = expect_context::<State>();
    let content = RwSignal::new(None::<fn() -> AnyView>);
    let shown = memo(move || state.get(|view| view.page.main.question.workload.makes_video()));
    effect(move || {
        if shown.get() && content.get_untracked().is_none() {
            spawn_local(async move { content.set(further::content(state, Section::Clip).await.ok()) });
        }
    });
    let section = move || match content.get().filter(|_| shown.get()) {
        None => ().into_any(),
        Some(clip) => view! {
            <section class="clip" aria-label=state.words.text(Word::FORM_TASK_VIDEO)>{clip()}</section>
        }
        .into_any(),
    };
    view! { {move || section()} }
}

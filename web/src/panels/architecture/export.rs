//! The model in one line and as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::words::Word;
use web_sys::HtmlDetailsElement;

use crate::components::{sentence, value};
use crate::reactive::effect;
use crate::share::model_file::model_file;
use crate::state::State;

/// The model as links and `measure` take it, and as a file of the catalogue.
#[component]
pub fn Export() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let code = |text: &'static str| value(view! { <code>{text}</code> }.into_any());
    let about_text = sentence(words, Word::ARCHITECTURE_TEXT, [("command", code("measure"))]);
    let file = code("core/src/model/my_model.rs");
    let about_source = sentence(words, Word::ARCHITECTURE_SOURCE, [("file", file)]);
    let copy = words.text(Word::ACT_COPY);
    let unfolded = RwSignal::new(false);
    let source = RwSignal::new(String::new());
    effect(move || {
        let model = state.get(|view| view.model());
        if unfolded.get() {
            spawn_local(async move {
                let lost = || words.text(Word::SCRIPT_NOT_ARRIVED).to_owned();
                source.set(model_file(model).await.unwrap_or_else(|_| lost()));
            });
        }
    });
    let toggled = move |event| unfolded.set(event_target::<HtmlDetailsElement>(&event).open());
    view! {
        <details class="menu" on:toggle=toggled>
            <summary>{words.text(Word::ARCHITECTURE_EXPORT)}</summary>
            <div class="snippet">
                <label for="architecture-text">{about_text}</label>
                <textarea id="architecture-text" rows="2" readonly=true prop:value=move || state.get(|view| view.model().id)></textarea>
                <button class="quiet" type="button" data-copy="architecture-text">{copy}</button>
                <span class="done" role="status"></span>
            </div>
            <div class="snippet">
                <label for="architecture-source">{about_source}</label>
                <textarea id="architecture-source" rows="12" readonly=true prop:value=move || source.get()></textarea>
                <button class="quiet" type="button" data-copy="architecture-source">{copy}</button>
                " "
                <button class="quiet" type="button" data-save="architecture-source">{words.text(Word::ACT_SAVE)}</button>
                <span class="done" role="status"></span>
            </div>
        </details>
    }
}

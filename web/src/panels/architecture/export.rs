//! The model in one line and as a file.

use leptos::prelude::*;
use wattpix_core::model::custom::source_file::source_file;
use wattpix_core::words::Word;

use crate::components::{sentence, value};
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
    view! {
        <details class="menu">
            <summary>{words.text(Word::ARCHITECTURE_EXPORT)}</summary>
            <div class="snippet">
                <label for="architecture-text">{about_text}</label>
                <textarea id="architecture-text" rows="2" readonly=true prop:value=move || state.get(|view| view.model().id)></textarea>
                <button class="quiet" type="button" data-copy="architecture-text">{copy}</button>
                <span class="done" role="status"></span>
            </div>
            <div class="snippet">
                <label for="architecture-source">{about_source}</label>
                <textarea id="architecture-source" rows="12" readonly=true prop:value=move || state.get(|view| source_file(view.model()))></textarea>
                <button class="quiet" type="button" data-copy="architecture-source">{copy}</button>
                " "
                <button class="quiet" type="button" data-save="architecture-source">{words.text(Word::ACT_SAVE)}</button>
                <span class="done" role="status"></span>
            </div>
        </details>
    }
}

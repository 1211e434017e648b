//! The place for files, and the task under way.

use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use maud::html;
use wattpix_core::words::Word;
use web_sys::{File, FileList};

use super::desk::Desk;
use crate::exact::exact;
use crate::say::said;

/// Kinds of files that a person can bring, by how their names end.
const ENDINGS: &str = ".jsonl,.csv,.json";

/// Files are chosen or dropped here.
#[component]
pub fn Files(desk: Desk) -> impl IntoView {
    let code = |ending: &str| html! { code { (ending) } };
    let values = [("jsonl", code(".jsonl")), ("csv", code(".csv")), ("json", code(".json"))];
    let about = said(desk.words, Word::MEASUREMENTS_ABOUT, values).into_string();
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let bring = move |files: Option<FileList>| {
        let files: Vec<File> = files
            .map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect())
            .unwrap_or_default();
        if !files.is_empty() {
            desk.bring(files);
        }
    };
    let choose = move |event: leptos::ev::Event| {
        // Files are no setting of the page.
        event.stop_propagation();
        if let Some(input) = input.get_untracked() {
            bring(input.files());
            // So that the same file can be chosen again.
            input.set_value("");
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        bring(event.data_transfer().and_then(|data| data.files()));
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    view! {
        <p class="about" inner_html=about></p>
        <div
            class="drop"
            class:over=move || over.get()
            data-drop=""
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <label for="own-files">{desk.text(Word::MEASUREMENTS_CHOOSE)}</label>
            <input
                type="file"
                id="own-files"
                accept=ENDINGS
                multiple=true
                node_ref=input
                on:input=|event| event.stop_propagation()
                on:change=choose
            />
        </div>
    }
}

/// The task under way, how far it is, and a way to end it.
#[component]
pub fn Busy(desk: Desk) -> impl IntoView {
    let about = move || desk.task.with(|task| task.as_ref().map(|task| [&*task.about, "…"].concat()));
    let bytes = move || desk.task.with(|task| task.as_ref().and_then(|task| task.bytes));
    view! {
        <div data-own="busy" hidden=move || desk.task.with(Option::is_none)>
            <p role="status">{about}</p>
            <progress
                aria-label=desk.text(Word::MEASUREMENTS_PROGRESS)
                value=move || bytes().map(|(done, _)| exact(done))
                max=move || bytes().map(|(_, all)| exact(all.max(1.0)))
            ></progress>
            " "
            <button class="quiet" type="button" data-act="cancel">
                {desk.text(Word::MEASUREMENTS_CANCEL)}
            </button>
        </div>
    }
}

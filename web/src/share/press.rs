//! Presses of buttons that save and copy, wherever they are on the page: those with a `data-do`, `data-copy` or `data-save`. What they do
//! comes in a part of the program when a pointer or the focus first is on such a button, so that it is there at the click: what a click may
//! put on the clipboard, it may not much later.

use std::pin::Pin;

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_split_helpers::wasm_split;
use wattpix_core::words::{Word, Words};
use web_sys::{Element, Event};

use super::{act, dialog};
use crate::browser;
use crate::part::{self, Lost};
use crate::state::State;
use crate::view::View;

type Pressing = Pin<Box<dyn Future<Output = ()>>>;

#[wasm_split(share, fallible, preload(#[doc = "Fetches the part, to have it at the click."] prepare))]
fn pressing(button: Element, view: View) -> Result<Pressing, Lost> {
    Ok(Box::pin(async move {
        let words = view.words;
        let done = act::press(&button, view).await;
        act::tell(&button, &done.unwrap_or_else(|reason| failed(words, &reason)));
    }))
}

fn failed(words: Words, reason: &str) -> String {
    words.say(Word::SCRIPT_FAILED, &[("reason", reason)])
}

/// Hears every press, for as long as the page is there.
pub fn listen(state: State) {
    let near = move |event: Event| {
        if button_of(&event).is_some() {
            spawn_local(async {
                // Whoever presses hears what is wrong.
                let _ = prepare().await;
            });
        }
    };
    for kind in ["pointerover", "focusin"] {
        browser::listen(kind, near);
    }
    browser::listen("click", move |event| {
        if let Some(button) = button_of(&event) {
            let view = View::told_in(state.words, state.query_now());
            spawn_local(press(button, view));
        }
    });
}

fn button_of(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-do], [data-copy], [data-save]").ok()?
}

/// Does what a button says for a state, and says beside it what was done.
async fn press(button: Element, view: View) {
    let words = view.words;
    let done = if button.get_attribute("data-do").as_deref() == Some("embed") {
        dialog_of(view, act::subject(&button), act::site()).await
    } else {
        match pressing(button.clone(), view).await {
            Ok(pressing) => return pressing.await,
            Err(lost) => Err(lost),
        }
    };
    if let Err(Lost) = done {
        act::tell(&button, &failed(words, words.text(Word::SCRIPT_STOPPED)));
    }
}

async fn dialog_of(view: View, id: String, site: String) -> Result<(), Lost> {
    part::with_words(view.words, prepare_dialog()).await?;
    open_dialog(view, id, site).await
}

/// Opens the dialog with snippets, which comes with the panels: it is made as they are.
#[wasm_split(panels, fallible, preload(#[doc = "Fetches the part."] prepare_dialog))]
fn open_dialog(view: View, id: String, site: String) -> Result<(), Lost> {
    dialog::open(view, id, site);
    Ok(())
}

//! The part of what leaves the page: files, citations, command lines, snippets.

use std::pin::Pin;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_split_helpers::wasm_split;
use wattpix_core::words::Word;
use wattpix_web::language;
use wattpix_web::part::Lost;
use wattpix_web::share::{act, dialog};
use web_sys::Element;

use super::view;

type Pressing = Pin<Box<dyn Future<Output = ()>>>;

#[wasm_split(share, fallible, preload(#[doc = "Fetches the part, to have it at the click."] prepare))]
fn pressing(button: Element, query: String) -> Result<Pressing, Lost> {
    Ok(Box::pin(async move {
        let done = act::press(&button, view(&query)).await;
        let failed = |reason: String| language::words().say(Word::SCRIPT_FAILED, &[("reason", &reason)]);
        act::tell(&button, &done.unwrap_or_else(failed));
    }))
}

/// Fetches the part before it is needed: what a click may put on the clipboard, it may not much later.
#[wasm_bindgen]
pub async fn prepare_share() {
    // Whoever presses hears what is wrong.
    let _ = prepare().await;
}

/// Does what a button that saves or copies says, for a query, and says beside it what was done.
#[wasm_bindgen]
pub async fn press(button: Element, query: String) {
    let done = if button.get_attribute("data-do").as_deref() == Some("embed") {
        open_dialog(act::subject(&button), query, act::site()).await
    } else {
        match pressing(button.clone(), query).await {
            Ok(pressing) => return pressing.await,
            Err(lost) => Err(lost),
        }
    };
    if let Err(Lost) = done {
        let words = language::words();
        let reason = words.text(Word::SCRIPT_STOPPED);
        act::tell(&button, &words.say(Word::SCRIPT_FAILED, &[("reason", reason)]));
    }
}

/// Opens the dialog with snippets, which comes with the panels: it is made as they are.
#[wasm_split(panels, fallible)]
fn open_dialog(id: String, query: String, site: String) -> Result<(), Lost> {
    dialog::open(view(&query), id, site);
    Ok(())
}

//! The clipboard.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// The browser does not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Puts a text on the clipboard.
///
/// # Errors
/// [`Refused`] when the browser does not allow it.
pub async fn copy(text: &str) -> Result<(), Refused> {
    // Pages without a secure address have no clipboard of their own.
    if window().is_secure_context() {
        let written = JsFuture::from(window().navigator().clipboard().write_text(text)).await;
        if written.is_ok() {
            return Ok(());
        }
    }
    copy_selected(text).filter(|copied| *copied).map(drop).ok_or(Refused)
}

/// Copies by a field whose text is selected.
fn copy_selected(text: &str) -> Option<bool> {
    let document = document();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    let place = document.query_selector("dialog[open]").ok().flatten();
    place.or_else(|| document.body().map(HtmlElement::into))?.append_child(&field).ok()?;
    field.select();
    let document: web_sys::HtmlDocument = document.dyn_into().ok()?;
    let copied = document.exec_command("copy").unwrap_or(false);
    field.remove();
    Some(copied)
}

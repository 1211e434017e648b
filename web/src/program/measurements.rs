//! A person's own measurements and fits: the panel, and the fits that the browser keeps.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_split_helpers::wasm_split;
use wattpix_web::browser::chart_width;
use wattpix_web::language;
use wattpix_web::own::reading::{Unread, read_kept};
use wattpix_web::own::{fits, storage};
use wattpix_web::panels::measurements::Measurements;
use wattpix_web::part::Lost;
use wattpix_web::query::Query;
use wattpix_web::store::Store;
use web_sys::HtmlElement;

thread_local! {
    /// Why the kept fits cannot be read; `None` before they were read.
    static READ: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Returns true where a link names a fit of a person's own and the browser keeps some: the page waits for those.
pub fn needs_kept(query: &Query) -> bool {
    query.to_string().contains(fits::OWN) && storage::read().is_some()
}

/// Makes the fits that the browser keeps known to the page, once.
///
/// # Errors
/// When the part does not arrive.
pub async fn bring_kept() -> Result<(), Lost> {
    if READ.with_borrow(Option::is_some) {
        return Ok(());
    }
    let Some(stored) = storage::read() else {
        READ.set(Some(None));
        return Ok(());
    };
    let unreadable = match read_kept(stored, language::words()).await {
        Ok(kept) => {
            for fit in kept {
                fits::add(fit.into_fit());
            }
            None
        }
        Err(Unread::Refused(reason)) => Some(reason),
        Err(Unread::Lost) => return Err(Lost),
    };
    READ.set(Some(unreadable));
    if let Some(store) = Store::present() {
        store.look();
    }
    Ok(())
}

#[wasm_split(panels, fallible)]
fn mount(place: HtmlElement, store: Store, unreadable: Option<String>) -> Result<(), Lost> {
    let panel = leptos::mount::mount_to(place, move || {
        provide_context(store);
        provide_context(language::words());
        view! { <Measurements width=chart_width() unreadable/> }
    });
    // It lives for as long as the page does.
    panel.forget();
    Ok(())
}

/// Fills the panel's body, once; it follows the page's state by itself.
///
/// # Errors
/// When the part does not arrive.
#[wasm_bindgen]
pub async fn measurements(body: HtmlElement) -> Result<(), JsValue> {
    bring_kept().await?;
    if let Some(store) = Store::present().filter(|_| !body.has_child_nodes()) {
        let unreadable = READ.with_borrow(|read| read.clone().flatten());
        mount(body, store, unreadable).await?;
    }
    Ok(())
}

/// Makes the fits that the browser keeps known to the page, which go without where the part does not arrive.
#[wasm_bindgen]
pub async fn kept_fits() {
    // A link to such a fit is told of as one to a fit that is not here.
    let _ = bring_kept().await;
}

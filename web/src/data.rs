//! Files of the site that the program asks for. Their names and hashes stand in attributes of the tag that started it:
//! `data-zones="zones-HASH.csv sha384-…"`.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// The tag that started the program.
pub const START: &str = "start";

/// The file is not of this site, or it did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

impl From<JsValue> for Missing {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Tells whether the site has a file.
pub fn has(file: &str) -> bool {
    named(file).is_some()
}

/// Name and hash of a file.
fn named(file: &str) -> Option<String> {
    document().get_element_by_id(START)?.get_attribute(&["data-", file].concat())
}

/// Fetches a file as text, checked against its hash.
///
/// # Errors
/// [`Missing`].
pub async fn fetch(file: &str) -> Result<String, Missing> {
    let named = named(file).ok_or(Missing)?;
    let (name, integrity) = named.split_once(' ').ok_or(Missing)?;
    let checked = RequestInit::new();
    checked.set_integrity(integrity);
    let answer = JsFuture::from(window().fetch_with_str_and_init(name, &checked)).await?;
    let answer: Response = answer.dyn_into()?;
    if !answer.ok() {
        return Err(Missing);
    }
    JsFuture::from(answer.text()?).await?.as_string().ok_or(Missing)
}

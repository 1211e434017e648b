//! The part of charts and panels. Every function takes a query and gives text in the page's language; an empty text means that there is no
//! such thing. All of them fail where the part does not arrive.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_split_helpers::wasm_split;
use wattpix_web::part::Lost;
use wattpix_web::share::embed;
use wattpix_web::{architecture, panels};

use super::view;

/// What the part can do.
struct Figures {
    settings: fn(&str, &str) -> String,
    words: fn(&str, &str) -> String,
    architecture: fn(&str) -> String,
    body: fn(&str, &str, u32) -> String,
    embedded: fn(&str, u32) -> String,
}

#[wasm_split(panels, fallible)]
fn figures() -> Result<Figures, Lost> {
    Ok(Figures {
        settings: |panel, query| panels::settings(panel, &view(query)).into_string(),
        words: |panel, query| panels::words(panel, &view(query)).into_string(),
        architecture: |query| architecture::panel(&view(query)).into_string(),
        body: |panel, query, width| {
            let panel = panels::find(panel);
            panel.map(|panel| panels::body(panel, &view(query), width).into_string()).unwrap_or_default()
        },
        embedded: |query, width| embed::alone(&view(query), width).into_string(),
    })
}

/// The settings of a panel.
///
/// # Errors
/// When the part does not arrive.
#[wasm_bindgen]
pub async fn settings(panel: String, query: String) -> Result<String, JsValue> {
    Ok((figures().await?.settings)(&panel, &query))
}

/// A panel without its charts.
///
/// # Errors
/// When the part does not arrive.
#[wasm_bindgen]
pub async fn panel_words(panel: String, query: String) -> Result<String, JsValue> {
    Ok((figures().await?.words)(&panel, &query))
}

/// The panel of an architecture of one's own.
///
/// # Errors
/// When the part does not arrive.
#[wasm_bindgen(js_name = architecture)]
pub async fn architecture_panel(query: String) -> Result<String, JsValue> {
    Ok((figures().await?.architecture)(&query))
}

/// What a panel says; charts at a width in CSS pixels.
///
/// # Errors
/// When the part does not arrive.
#[wasm_bindgen]
pub async fn body(panel: String, query: String, width: u32) -> Result<String, JsValue> {
    Ok((figures().await?.body)(&panel, &query, width))
}

/// A chart or table alone, for `embed.html`.
///
/// # Errors
/// When the part does not arrive.
#[wasm_bindgen]
pub async fn embedded(query: String, width: u32) -> Result<String, JsValue> {
    Ok((figures().await?.embedded)(&query, width))
}

//! Pictures of pixels, drawn by the browser.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::download::blob;

/// Pixels of a saved picture for each CSS pixel.
const SCALE: u32 = 2;

/// A PNG of an SVG; `None` where the browser gives none.
pub async fn png(svg: &str) -> Option<Blob> {
    let address = Url::create_object_url_with_blob(&blob(svg, "image/svg+xml")?).ok()?;
    let picture = drawn(&address).await;
    // Refused only for what is no address.
    let _ = Url::revoke_object_url(&address);
    picture
}

async fn drawn(address: &str) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(image.natural_width() * SCALE);
    canvas.set_height(image.natural_height() * SCALE);
    let ink: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    ink.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    let encoded = js_sys::Promise::new(&mut |resolve, _| {
        let take = Closure::once_into_js(move |blob: wasm_bindgen::JsValue| {
            // A promise takes any value.
            let _ = resolve.call1(&wasm_bindgen::JsValue::UNDEFINED, &blob);
        });
        // Refused for canvases of other origins; this one holds a picture of ours.
        let _ = canvas.to_blob(take.unchecked_ref());
    });
    JsFuture::from(encoded).await.ok()?.dyn_into().ok()
}

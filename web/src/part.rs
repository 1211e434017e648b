//! Parts of the program that come when they are asked for, each a file of WebAssembly beside the main one.

use wasm_bindgen::JsValue;
use wasm_split_helpers::SplitLoaderError;

/// A part that did not arrive. It is asked for again next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

impl From<SplitLoaderError> for Lost {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<Lost> for JsValue {
    fn from(_: Lost) -> Self {
        js_sys::Error::new("a part of the program did not arrive").into()
    }
}

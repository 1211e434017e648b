//! Parts of the program that come when they are asked for, each a file of WebAssembly beside the main one.

use futures::future::join;
use wasm_bindgen::JsValue;
use wasm_split_helpers::SplitLoaderError;
use wattpix_core::words::Words;

use crate::data::Missing;
use crate::language;

/// A part that did not arrive. It is asked for again next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

impl From<SplitLoaderError> for Lost {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<Missing> for Lost {
    fn from(_: Missing) -> Self {
        Self
    }
}

/// Waits for a part, and for the words that parts say at the same time.
///
/// # Errors
/// [`Lost`] where one of them does not arrive.
pub async fn with_words(
    words: Words,
    part: impl Future<Output = Result<(), SplitLoaderError>>,
) -> Result<(), Lost> {
    let (words, part) = join(language::fetch_parts(words), part).await;
    words?;
    Ok(part?)
}

impl From<Lost> for JsValue {
    fn from(_: Lost) -> Self {
        js_sys::Error::new("a part of the program could not be loaded").into()
    }
}

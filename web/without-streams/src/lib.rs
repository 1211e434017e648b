//! Stands in for the crate wasm-streams.
//!
//! Leptos links server functions, and they link wasm-streams, whose classes are exported to scripts and so are never dropped
//! by the linker: 10 kB of a first visit's 140. This site has no server and calls none, so what is here is never run; it has
//! the two conversions that server_fn names, and both give empty streams.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream of the browser.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// From a stream of the browser.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// To a stream of the browser.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// From a stream of this program; its items are dropped.
    ///
    /// # Panics
    /// Where the browser has no streams.
    #[allow(clippy::expect_used)]
    pub fn from_stream<S>(_: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        Self(web_sys::ReadableStream::new().expect("never called: this site has no server functions"))
    }

    /// To a stream of this program, which ends at once.
    pub fn into_stream(self) -> Ended {
        Ended
    }
}

/// A stream that has ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended;

impl Stream for Ended {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

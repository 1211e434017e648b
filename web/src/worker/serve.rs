//! The worker's side: answers requests, one after the other, by the part of the program that reads and fits.

use std::cell::RefCell;

use crate::further;
use crate::own::kept::json;
use crate::part::Lost;
use crate::refit::{Input, Refit, Slices};
use crate::worker::message::{Answer, Request};
use futures::StreamExt;
use futures::channel::mpsc;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;
use wattpix_core::words::Words;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Answers requests for as long as the worker lives.
pub fn run(scope: DedicatedWorkerGlobalScope) {
    let (sender, mut requests) = mpsc::unbounded::<JsValue>();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        // Refused only when nobody listens any more.
        let _ = sender.unbounded_send(event.data());
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    // The page waits for this: a message before it would be lost.
    post(&scope, &JsValue::TRUE);
    spawn_local(async move {
        while let Some(message) = requests.next().await {
            let message = Array::from(&message);
            let (number, file) = (message.get(0), message.get(3));
            let [kind, text] = [1, 2].map(|at| message.get(at).as_string().unwrap_or_default());
            let say = |text: &str| post(&scope, &Array::of2(&number, &text.into()));
            // Rows may name anything of the catalogue.
            if further::arrive().await.is_err() || answer(kind, text, file, &say).await.is_err() {
                post(&scope, &Array::of1(&number));
            }
        }
    });
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &JsValue) {
    // Refused for what cannot be copied to the page; answers can.
    let _ = scope.post_message(message);
}

/// Reads a decimal number by the browser: the library's reader would be another 6 kB.
fn decimal(text: &str) -> Option<f64> {
    Some(js_sys::parse_float(text))
}

thread_local! {
    /// There is none before the first request, which says in which language.
    static REFIT: RefCell<Option<Refit>> = const { RefCell::new(None) };
}

/// Answers a request, given by its kind and text with the file that it is about; `say` sends each answer, as JSON.
#[wasm_split(refit, fallible)]
fn answer(kind: String, text: String, file: JsValue, say: &dyn Fn(&str)) -> Result<(), Lost> {
    let reply = |answer: Answer| {
        say(&json(&answer));
    };
    let progress = |bytes: f64| reply(Answer::Progress(bytes));
    let stream = Slices::new(file, &progress);
    let input = stream.map(|stream| Input { size: stream.size(), stream });
    let request = Request::from_message(&kind, text).ok_or(Lost)?;
    let answer = REFIT.with_borrow_mut(|refit| {
        if let Request::Speak(lines) = request {
            *refit = Words::read(lines).map(|words| Refit::new(words, decimal));
            return refit.is_some().then_some(Answer::Done);
        }
        Some(refit.as_mut()?.answer(request, input))
    });
    reply(answer.ok_or(Lost)?);
    Ok(())
}

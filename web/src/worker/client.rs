//! The page's side: starts the worker when it is first needed, asks it, and ends it. What writes and reads messages comes with the part of
//! what leaves the page.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use wattpix_core::words::Words;
use web_sys::{ErrorEvent, File, HtmlScriptElement, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::message::{Answer, Request};

/// The worker ended before it answered, or the part of the program that answers did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl From<SplitLoaderError> for Stopped {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// A worker that starts with the first request.
#[derive(Clone)]
pub struct Client(Rc<RefCell<Inner>>);

struct Inner {
    running: Option<Running>,
    number: u32,
    /// The page's language, which a worker is told first.
    words: Words,
    /// Called when the worker ended by itself, with whatever it held.
    lost: Rc<dyn Fn()>,
}

struct Running {
    worker: Worker,
    /// Requests from before it was ready; `None` once it is.
    queue: Option<Vec<JsValue>>,
    waiting: Vec<(u32, Waiting)>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(ErrorEvent)>,
}

struct Waiting {
    answer: oneshot::Sender<Answer>,
    progress: Rc<Progress>,
}

/// Told how many bytes of a file are read.
type Progress = dyn Fn(f64);

/// Asks for something; a file that is to be read goes with the request. `progress` is told how many of its bytes are read.
///
/// # Errors
/// [`Stopped`] where no answer comes.
pub async fn ask(
    client: Client,
    request: Request,
    file: Option<File>,
    progress: Box<Progress>,
) -> Result<Answer, Stopped> {
    asked(client, request, file, progress).await?.await.map_err(|_| Stopped)
}

/// Sends a request and returns its answer to come.
#[wasm_split(share, fallible)]
fn asked(
    client: Client,
    request: Request,
    file: Option<File>,
    progress: Box<Progress>,
) -> Result<oneshot::Receiver<Answer>, Stopped> {
    let (answer, answered) = oneshot::channel();
    let waiting = Waiting { answer, progress: progress.into() };
    client.send(request, file.as_ref(), waiting).ok_or(Stopped)?;
    Ok(answered)
}

impl Client {
    /// A worker that speaks a language. `lost` is called when it ended by itself.
    pub fn new(words: Words, lost: impl Fn() + 'static) -> Self {
        Self(Rc::new(RefCell::new(Inner { running: None, number: 0, words, lost: Rc::new(lost) })))
    }

    /// Ends the worker and everything that it holds; what was asked of it stays unanswered.
    pub fn stop(&self) {
        let running = self.0.borrow_mut().running.take();
        if let Some(running) = running {
            running.worker.terminate();
        }
    }

    fn send(&self, request: Request, file: Option<&File>, waiting: Waiting) -> Option<()> {
        if self.0.borrow().running.is_none() {
            let (running, words) = (self.start()?, self.0.borrow().words);
            self.0.borrow_mut().running = Some(running);
            let (answer, _) = oneshot::channel();
            self.post(
                Request::Speak(words.files().join("\n")),
                None,
                Waiting { answer, progress: Rc::new(|_| ()) },
            )?;
        }
        self.post(request, file, waiting)
    }

    fn post(&self, request: Request, file: Option<&File>, waiting: Waiting) -> Option<()> {
        let mut inner = self.0.borrow_mut();
        inner.number += 1;
        let number = inner.number;
        let running = inner.running.as_mut()?;
        let (kind, text) = request.into_message();
        let message = Array::of3(&number.into(), &kind.into(), &text.into());
        if let Some(file) = file {
            message.push(file);
        }
        running.waiting.push((number, waiting));
        match &mut running.queue {
            Some(queue) => queue.push(message.into()),
            None => running.worker.post_message(&message).ok()?,
        }
        Some(())
    }

    fn start(&self) -> Option<Running> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&start_script()?, &options).ok()?;
        let client = self.clone();
        let message = Closure::new(move |event: MessageEvent| client.hear(&event.data()));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        let client = self.clone();
        // It did not arrive, or it broke down: it starts anew with the next request.
        let error = Closure::new(move |event: ErrorEvent| {
            event.prevent_default();
            client.fail();
        });
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Running {
            worker,
            queue: Some(Vec::new()),
            waiting: Vec::new(),
            _message: message,
            _error: error,
        })
    }

    fn fail(&self) {
        self.stop();
        let lost = self.0.borrow().lost.clone();
        lost();
    }

    /// The first message says that the worker is ready; every other is an answer.
    fn hear(&self, message: &JsValue) {
        let Some(parts) = message.dyn_ref::<Array>() else { return self.ready() };
        let number = parts.get(0).as_f64().unwrap_or_default() as u32;
        let Some(answer) = parts.get(1).as_string().and_then(|text| serde_json::from_str(&text).ok()) else {
            // The part that answers did not arrive; a new worker asks for it again.
            return self.fail();
        };
        let mut inner = self.0.borrow_mut();
        let Some(running) = &mut inner.running else { return };
        let Some(at) = running.waiting.iter().position(|(other, _)| *other == number) else { return };
        if let Answer::Progress(bytes) = answer {
            let progress = running.waiting.get(at).map(|(_, waiting)| waiting.progress.clone());
            drop(inner);
            if let Some(progress) = progress {
                progress(bytes);
            }
        } else {
            // Refused where nobody waits any more.
            let _ = running.waiting.swap_remove(at).1.answer.send(answer);
        }
    }

    fn ready(&self) {
        if let Some(running) = &mut self.0.borrow_mut().running {
            for message in running.queue.take().unwrap_or_default() {
                // Refused for what cannot be copied to a worker; requests can.
                let _ = running.worker.post_message(&message);
            }
        }
    }
}

/// Address of the script that starts the program, in a worker too.
fn start_script() -> Option<String> {
    let start = web_sys::window()?.document()?.get_element_by_id("start")?;
    Some(start.dyn_into::<HtmlScriptElement>().ok()?.src())
}

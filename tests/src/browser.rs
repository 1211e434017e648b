//! A headless browser, driven for a test.
//!
//! Every method does one thing that a visitor can do or see, waits for the elements it needs, and panics with a clear
//! message when it cannot: a step that fails is a test that fails. The browser ends with the value, also after a panic.
//!
//! ```no_run
//! use wattpix_tests::{browser::Browser, site};
//!
//! let browser = Browser::open(&format!("{}?steps=20", site::url()));
//! browser.select("[name=gpu]", "h100-sxm");
//! browser.wait_until("the link says so", "return location.search.includes('gpu=h100-sxm')");
//! assert_eq!(browser.console_problems(), Vec::<String>::new());
//! ```
//!
//! The driver speaks WebDriver (<https://www.w3.org/TR/webdriver2/>) and, through ChromeDriver, the Chrome DevTools Protocol.
//! Both are JSON over HTTP: a small blocking client serves better here than one of the asynchronous WebDriver libraries,
//! which would bring a runtime and a hundred packages for the twenty commands used.

mod axe;
mod beyond;
mod devtools;
mod driver;
mod log;
mod session;

use std::cell::RefCell;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub use driver::Kind;
use log::Log;
pub use log::Request;
use session::{Fault, Session};

/// Time that a method waits for what it needs.
const PATIENCE: Duration = Duration::from_secs(10);
/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(20);
/// The member under which WebDriver keeps a reference to an element (WebDriver, section 12.2).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one open page.
pub struct Browser {
    session: Session,
    log: RefCell<Log>,
}

impl Browser {
    /// Starts Chromium and opens a page; returns when the page has loaded.
    #[track_caller]
    pub fn open(url: &str) -> Self {
        Self::open_in(Kind::Chromium, url)
    }

    /// Opens an address in a browser of this kind.
    #[track_caller]
    pub fn open_in(kind: Kind, url: &str) -> Self {
        let session = must("starting the browser", Session::start(kind));
        let browser = Self { session, log: RefCell::default() };
        browser.go(url);
        browser
    }

    /// Opens another page.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.command(&format!("opening {url}"), "url", &json!({ "url": url }));
    }

    /// The browser's Back.
    #[track_caller]
    pub fn back(&self) {
        self.command("going back", "back", &json!({}));
    }

    /// The browser's Forward.
    #[track_caller]
    pub fn forward(&self) {
        self.command("going forward", "forward", &json!({}));
    }

    /// The browser's Reload.
    #[track_caller]
    pub fn reload(&self) {
        self.command("reloading", "refresh", &json!({}));
    }

    /// The address in the address bar.
    #[track_caller]
    pub fn url(&self) -> String {
        string(&must("reading the address", self.session.get("url")))
    }

    /// The query in the address bar, without `?`; empty when there is none.
    #[track_caller]
    pub fn query(&self) -> String {
        string(&self.run("return location.search.slice(1)"))
    }

    /// Runs the body of a JavaScript function in the page and returns what it returns.
    #[track_caller]
    pub fn run(&self, body: &str) -> Value {
        self.run_with(body, &[])
    }

    /// Runs a function body with values for `arguments[0]` and so on. A promise is waited for.
    #[track_caller]
    pub fn run_with(&self, body: &str, arguments: &[Value]) -> Value {
        self.command(
            &format!("running {body:?}"),
            "execute/sync",
            &json!({ "script": body, "args": arguments }),
        )
    }

    /// Waits until the body of a JavaScript function returns something true; `what` says what that means.
    #[track_caller]
    pub fn wait_until(&self, what: &str, body: &str) {
        let start = Instant::now();
        while !truthy(&self.run(body)) {
            assert!(start.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain until {what}: {body}");
            sleep(PAUSE);
        }
    }

    /// Clicks an element, named by a CSS selector as everywhere below.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.act("clicking", css, "click", &json!({}));
    }

    /// Types into a field, after what it holds.
    #[track_caller]
    pub fn type_into(&self, css: &str, text: &str) {
        self.act("typing into", css, "value", &json!({ "text": text }));
    }

    /// Selects what a field holds and types over it. The field's `change` event comes, as for a visitor, when the focus
    /// leaves or with `press("Enter")`.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        // WebDriver's own command for emptying a field would make a `change` of it.
        let element = json!({ ELEMENT: self.find("selecting in", css) });
        self.run_with("arguments[0].focus(); arguments[0].select()", &[element]);
        self.type_into(css, text);
    }

    /// Chooses the option with this value in a `<select>`.
    #[track_caller]
    pub fn select(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value={value:?}]"));
    }

    /// Presses one key, such as `Tab`, `Enter`, `Escape`, `ArrowUp` or `a`, wherever the focus is.
    #[track_caller]
    pub fn press(&self, key: &str) {
        // The code points are those of WebDriver, section 17.4.2.
        let code = match key {
            "Tab" => "\u{e004}",
            "Enter" => "\u{e007}",
            "Escape" => "\u{e00c}",
            "Space" => " ",
            "End" => "\u{e010}",
            "Home" => "\u{e011}",
            "ArrowLeft" => "\u{e012}",
            "ArrowUp" => "\u{e013}",
            "ArrowRight" => "\u{e014}",
            "ArrowDown" => "\u{e015}",
            one if one.chars().count() == 1 => one,
            other => panic!("no key is called {other:?} here: see `Browser::press`"),
        };
        let actions = json!([{ "type": "keyDown", "value": code }, { "type": "keyUp", "value": code }]);
        let keyboard = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.command(&format!("pressing {key}"), "actions", &keyboard);
    }

    /// Waits for an element to be there.
    #[track_caller]
    pub fn wait_for(&self, css: &str) {
        self.find("waiting for", css);
    }

    /// Returns the number of elements that match now, without waiting.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        let found = self.run_with("return document.querySelectorAll(arguments[0]).length", &[json!(css)]);
        found.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    }

    /// The text that a visitor sees in an element.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        string(&self.read("reading", css, "text"))
    }

    /// An attribute of an element as written in the page; `None` when it has no such attribute.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let read = "return arguments[0].getAttribute(arguments[1])";
        let element = json!({ ELEMENT: self.find("reading", css) });
        self.run_with(read, &[element, json!(name)]).as_str().map(str::to_owned)
    }

    /// Returns the value of a field.
    #[track_caller]
    pub fn value(&self, css: &str) -> String {
        string(&self.read("reading", css, "property/value"))
    }

    /// Every error and warning that the console has shown so far, of all pages opened.
    #[track_caller]
    pub fn console_problems(&self) -> Vec<String> {
        self.read_log();
        self.log.borrow().problems().to_vec()
    }

    /// Every request that the pages have made so far, to any host, in order.
    #[track_caller]
    pub fn requests(&self) -> Vec<Request> {
        self.read_log();
        self.log.borrow().requests().to_vec()
    }

    /// The addresses among [`requests`](Self::requests) that do not start with `allowed`. Addresses without a host
    /// (`data:`, `blob:`) do not count.
    #[track_caller]
    pub fn requests_outside(&self, allowed: &str) -> Vec<String> {
        let outside = |url: &String| !["data:", "blob:", allowed].iter().any(|start| url.starts_with(start));
        self.requests().into_iter().map(|request| request.url).filter(outside).collect()
    }

    fn read_log(&self) {
        for kind in ["browser", "performance"] {
            let entries = self.command("reading the log", "se/log", &json!({ "type": kind }));
            self.log.borrow_mut().add(&entries);
        }
    }

    #[track_caller]
    fn command(&self, doing: &str, path: &str, body: &Value) -> Value {
        must(doing, self.session.post(path, body))
    }

    #[track_caller]
    fn act(&self, doing: &str, css: &str, action: &str, body: &Value) {
        let element = self.find(doing, css);
        self.command(&format!("{doing} {css}"), &format!("element/{element}/{action}"), body);
    }

    #[track_caller]
    fn read(&self, doing: &str, css: &str, what: &str) -> Value {
        let element = self.find(doing, css);
        must(&format!("{doing} {css}"), self.session.get(&format!("element/{element}/{what}")))
    }

    /// WebDriver's reference to the first element that matches.
    #[track_caller]
    fn find(&self, doing: &str, css: &str) -> String {
        let start = Instant::now();
        loop {
            match self.session.post("element", &json!({ "using": "css selector", "value": css })) {
                Ok(found) => return string(&found[ELEMENT]),
                Err(Fault::Refused { error, .. })
                    if error == "no such element" && start.elapsed() < PATIENCE =>
                {
                    sleep(PAUSE);
                }
                Err(fault) => panic!("{doing} {css}: {fault}"),
            }
        }
    }
}

#[track_caller]
fn must<T>(doing: &str, result: Result<T, Fault>) -> T {
    result.unwrap_or_else(|fault| panic!("{doing}: {fault}"))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// True for values that JavaScript takes for true.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

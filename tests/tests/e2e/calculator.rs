//! The calculator in a browser, by the hooks that the page promises to keep.

use std::ops::Deref;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde_json::json;
use wattpix_tests::browser::Browser;
use wattpix_tests::site;

/// Held by every test that opens a browser, and alone by those that time one.
static MACHINE: RwLock<()> = RwLock::new(());

/// Keeps timings waiting.
pub fn among_others() -> RwLockReadGuard<'static, ()> {
    MACHINE.read().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps every other browser waiting.
pub fn alone() -> RwLockWriteGuard<'static, ()> {
    MACHINE.write().unwrap_or_else(PoisonError::into_inner)
}

/// The address of a query; it starts with `?` or is empty.
pub fn address(query: &str) -> String {
    format!("{}{query}", site::url())
}

/// A browser that shows the calculator's answer.
pub struct Calculator {
    // Ends before the machine is free for a timing.
    browser: Browser,
    _machine: RwLockReadGuard<'static, ()>,
}

impl Deref for Calculator {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// The answer as the page's attributes give it to programs.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub wh_per_image: f64,
    pub wh_low: f64,
    pub wh_high: f64,
    pub fit: String,
    pub boundary: String,
}

impl Calculator {
    /// Opens the page with a query and waits for its answer.
    #[track_caller]
    pub fn open(query: &str) -> Self {
        let machine = among_others();
        let calculator = Self { browser: Browser::open(&address(query)), _machine: machine };
        calculator.wait_for_answer();
        calculator
    }

    /// Opens another query in the same browser.
    #[track_caller]
    pub fn visit(&self, query: &str) {
        self.go(&address(query));
        self.wait_for_answer();
    }

    #[track_caller]
    pub fn wait_for_answer(&self) {
        self.wait_for("[data-testid=result][data-wh-per-image]");
        if self.run("return Boolean(new URLSearchParams(location.search).get('zone'))") == true {
            self.wait_for_countries();
        }
    }

    /// Waits until the figures of countries have come.
    #[track_caller]
    pub fn wait_for_countries(&self) {
        self.wait_for("[name=zone] option:nth-of-type(2)");
    }

    #[track_caller]
    pub fn answer(&self) -> Answer {
        let attribute = |name: &str| {
            let value = self.attribute("[data-testid=result]", name);
            value.unwrap_or_else(|| panic!("the result has no {name}"))
        };
        let number = |name: &str| {
            let text = attribute(name);
            text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, not a number"))
        };
        Answer {
            wh_per_image: number("data-wh-per-image"),
            wh_low: number("data-wh-low"),
            wh_high: number("data-wh-high"),
            fit: attribute("data-fit"),
            boundary: attribute("data-boundary"),
        }
    }

    /// All that the page says in answer: the figure, what follows from it and the caveats, with the attributes.
    #[track_caller]
    pub fn says(&self) -> String {
        format!("{:?} {}", self.answer(), self.text(".answer"))
    }

    /// Waits until a key of the link has a value.
    #[track_caller]
    pub fn wait_for_link(&self, key: &str, value: &str) {
        self.wait_until(
            &format!("the link says {key}={value}"),
            &format!("return new URLSearchParams(location.search).get({}) === {}", json!(key), json!(value)),
        );
    }

    /// Waits until the link is a query, without its `?`.
    #[track_caller]
    pub fn wait_for_query(&self, query: &str) {
        let wanted = if query.is_empty() { String::new() } else { format!("?{query}") };
        let is = format!("return location.search === {}", json!(wanted));
        self.wait_until(&format!("the link is {wanted:?}"), &is);
    }

    /// Unfolds every part of the form.
    #[track_caller]
    pub fn unfold(&self) {
        self.run("document.querySelectorAll('form.controls details').forEach(part => part.open = true)");
        self.wait_for_countries();
    }

    /// Opens every panel and waits until each is filled.
    #[track_caller]
    pub fn open_panels(&self) {
        self.run("document.querySelectorAll('details.panel').forEach(panel => panel.open = true)");
        self.wait_for_panels();
    }

    /// Waits until every open panel is filled.
    #[track_caller]
    pub fn wait_for_panels(&self) {
        self.wait_until(
            "every open panel is filled",
            "return [...document.querySelectorAll('details.panel[open] .panel-body')].every(body => body.childElementCount)",
        );
    }

    /// The messages about values that could not be used.
    #[track_caller]
    pub fn problems(&self) -> Vec<String> {
        let lines = self.run(
            "return [...document.querySelectorAll('[data-testid=problems] li')].map(line => line.textContent)",
        );
        let lines = lines.as_array().cloned().unwrap_or_default();
        lines.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    }

    /// Fails when the console has shown an error or a warning.
    #[track_caller]
    pub fn assert_quiet(&self) {
        assert_eq!(self.console_problems(), Vec::<String>::new());
    }
}

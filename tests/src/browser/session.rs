//! A WebDriver session: a browser, and the commands sent to it.

use std::env;
use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use super::driver::{Driver, Kind};

/// Longer than any command takes, shorter than anyone waits.
const LIMIT: Duration = Duration::from_secs(60);
/// The longest answer read, in bytes: a picture of a long page.
const LONGEST_ANSWER: u64 = 200_000_000;

/// Why a command had no result.
#[derive(Debug)]
pub enum Fault {
    /// The driver answered with an error of WebDriver, section 6.6.
    Refused {
        /// WebDriver's name for it, such as `no such element`.
        error: String,
        /// The driver's message.
        message: String,
    },
    /// There was no answer.
    Broken(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What follows the first line are addresses inside Chromium.
            Self::Refused { error, message } => {
                write!(f, "{error}: {}", message.lines().next().unwrap_or_default())
            }
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Broken(error.to_string())
    }
}

/// A running browser. It ends with the value, and the driver after it.
pub struct Session {
    agent: Agent,
    url: String,
    _driver: Driver,
}

impl Session {
    /// Starts a driver and a browser: the one named by the variable `CHROMIUM` or `FIREFOX`, or else the driver's choice.
    pub fn start(kind: Kind) -> Result<Self, Fault> {
        let driver = Driver::start(kind)?;
        let config = Agent::config_builder().timeout_global(Some(LIMIT)).http_status_as_error(false);
        let agent = config.proxy(None).build().new_agent();
        let mut session = Self { agent, url: format!("{}/session", driver.url()), _driver: driver };
        let answer = answer(session.agent.post(&session.url).send_json(capabilities(kind))?)?;
        let id =
            answer["sessionId"].as_str().ok_or_else(|| Fault::Broken(format!("no session in {answer}")))?;
        session.url = format!("{}/{id}", session.url);
        Ok(session)
    }

    /// Sends a command without parameters; `path` is what follows the session in its address.
    pub fn get(&self, path: &str) -> Result<Value, Fault> {
        answer(self.agent.get(format!("{}/{path}", self.url)).call()?)
    }

    /// Sends a command with parameters.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        answer(self.agent.post(format!("{}/{path}", self.url)).send_json(body)?)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Closes the browser and removes its profile. The driver is ended afterwards, come what may.
        let _ = self.agent.delete(&self.url).call();
    }
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Result<Value, Fault> {
    let mut answer: Value = response.body_mut().with_config().limit(LONGEST_ANSWER).read_json()?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) if !response.status().is_success() => Err(Fault::Refused {
            error: error.to_owned(),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
        }),
        _ => Ok(value),
    }
}

/// Returns the capabilities asked of the browser.
fn capabilities(kind: Kind) -> Value {
    let mut browser = match kind {
        Kind::Chromium => chromium(),
        Kind::Firefox => firefox(),
    };
    browser["timeouts"] = json!({ "implicit": 0, "pageLoad": 50_000, "script": 50_000 });
    json!({ "capabilities": { "alwaysMatch": browser } })
}

/// No window and no traffic of its own.
fn firefox() -> Value {
    let mut options = json!({
        "args": ["-headless", "--width", "1440", "--height", "900"],
        "prefs": {
            "app.update.enabled": false,
            "browser.region.network.url": "",
            "datareporting.policy.dataSubmissionEnabled": false,
            "extensions.update.enabled": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
        },
    });
    if let Ok(firefox) = env::var("FIREFOX") {
        options["binary"] = json!(firefox);
    }
    json!({ "browserName": "firefox", "moz:firefoxOptions": options })
}

/// No window, no traffic of its own, a log of the console and of the network.
fn chromium() -> Value {
    let mut options = json!({
        "args": [
            "--headless=new",
            // Chromium's sandbox does not start for root, as in most containers. The pages are our own.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // A request to another host is seen in the log, and goes nowhere.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--window-size=1440,900",
        ],
        "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
    });
    if let Ok(chromium) = env::var("CHROMIUM") {
        options["binary"] = json!(chromium);
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    })
}

//! Log of the browser: the console and the network.

use serde_json::Value;

/// A request of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Address.
    pub url: String,
    /// Bytes that came over the wire in answer, headers included; 0 while it runs, and when nothing came.
    pub bytes: u64,
    /// The protocol's name for it.
    id: String,
}

/// Everything logged so far. The driver hands out each entry once.
#[derive(Debug, Default)]
pub struct Log {
    problems: Vec<String>,
    requests: Vec<Request>,
}

impl Log {
    /// Adds entries of either log.
    pub fn add(&mut self, entries: &Value) {
        for entry in entries.as_array().into_iter().flatten() {
            let message = entry["message"].as_str().unwrap_or_default();
            if entry.get("source").is_some() {
                let level = entry["level"].as_str().unwrap_or_default();
                if matches!(level, "SEVERE" | "WARNING") {
                    self.problems.push(format!("{level}: {message}"));
                }
            } else if let Ok(event) = serde_json::from_str::<Value>(message) {
                self.add_event(&event["message"]);
            }
        }
    }

    /// Adds an event of the Chrome DevTools Protocol, domain Network.
    fn add_event(&mut self, event: &Value) {
        let parameters = &event["params"];
        let id = parameters["requestId"].as_str().unwrap_or_default();
        match event["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let url = parameters["request"]["url"].as_str().unwrap_or_default().to_owned();
                self.requests.push(Request { url, bytes: 0, id: id.to_owned() });
            }
            Some("Network.loadingFinished") => {
                let bytes = parameters["encodedDataLength"].as_f64().unwrap_or(0.0);
                if let Some(request) = self.requests.iter_mut().rev().find(|request| request.id == id) {
                    // Whole bytes, though the protocol writes them as a number with a point.
                    request.bytes = bytes as u64;
                }
            }
            _ => {}
        }
    }

    /// Errors and warnings of the console.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Requests, in order.
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(method: &str, parameters: Value) -> Value {
        json!({ "level": "INFO", "message": json!({ "message": { "method": method, "params": parameters } }).to_string() })
    }

    #[test]
    fn console_keeps_errors_and_warnings() {
        let mut log = Log::default();
        let line = |level: &str| json!({ "source": "console-api", "level": level, "message": "x" });
        log.add(&json!([line("INFO"), line("WARNING"), line("SEVERE")]));
        assert_eq!(log.problems(), ["WARNING: x", "SEVERE: x"]);
    }

    #[test]
    fn requests_get_their_bytes_later() {
        let mut log = Log::default();
        log.add(&json!([event(
            "Network.requestWillBeSent",
            json!({ "requestId": "1", "request": { "url": "http://a/" } })
        )]));
        assert_eq!((log.requests()[0].url.as_str(), log.requests()[0].bytes), ("http://a/", 0));
        log.add(&json!([event(
            "Network.loadingFinished",
            json!({ "requestId": "1", "encodedDataLength": 512.0 })
        )]));
        assert_eq!(log.requests()[0].bytes, 512);
    }
}

//! Commands of the Chrome DevTools Protocol: the screen, the media that a page believes in, and pictures.

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Browser, string};
use crate::site;

impl Browser {
    /// Gives the page this many CSS pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        // The window itself cannot be made as narrow as a telephone.
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Lets the page believe in media features, such as `("prefers-color-scheme", "dark")`. Each call replaces the last.
    #[track_caller]
    pub fn emulate_media(&self, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Lets the page believe that it is printed, or no longer.
    #[track_caller]
    pub fn emulate_print(&self, on: bool) {
        self.devtools("Emulation.setEmulatedMedia", &json!({ "media": if on { "print" } else { "" } }));
    }

    /// Any command of the Chrome DevTools Protocol (<https://chromedevtools.github.io/devtools-protocol/>).
    #[track_caller]
    pub fn devtools(&self, method: &str, parameters: &Value) -> Value {
        self.command(method, "goog/cdp/execute", &json!({ "cmd": method, "params": parameters }))
    }

    /// Saves a picture of the whole page as `target/e2e/NAME.png` and returns its path.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let size = &self.devtools("Page.getLayoutMetrics", &json!({}))["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let parameters = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = string(&self.devtools("Page.captureScreenshot", &parameters)["data"]);
        let folder = site::output_folder();
        let path = folder.join(format!("{name}.png"));
        let written = STANDARD.decode(picture).map_err(|error| error.to_string()).and_then(|bytes| {
            fs::create_dir_all(&folder)
                .and_then(|()| fs::write(&path, bytes))
                .map_err(|error| error.to_string())
        });
        written.unwrap_or_else(|error| panic!("no picture at {}: {error}", path.display()));
        path
    }
}

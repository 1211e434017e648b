//! Effects of a page beyond itself: frames, downloads, the clipboard.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Instant;

use serde_json::json;

use super::{Browser, ELEMENT, PATIENCE, PAUSE, string};
use crate::site;

impl Browser {
    /// Goes into a frame: everything below then means what is in it.
    #[track_caller]
    pub fn enter_frame(&self, css: &str) {
        let frame = json!({ ELEMENT: self.find("entering", css) });
        self.command(&format!("entering {css}"), "frame", &json!({ "id": frame }));
    }

    /// Comes back to the page itself.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.command("leaving the frame", "frame", &json!({ "id": null }));
    }

    /// Lets downloads go to a fresh folder below `target/e2e/`, which is returned.
    #[track_caller]
    pub fn download_into(&self, name: &str) -> PathBuf {
        let folder = site::output_folder().join(name);
        let _ = fs::remove_dir_all(&folder);
        if let Err(error) = fs::create_dir_all(&folder) {
            panic!("no folder {}: {error}", folder.display());
        }
        let parameters = json!({ "behavior": "allow", "downloadPath": folder.display().to_string() });
        self.devtools("Browser.setDownloadBehavior", &parameters);
        folder
    }

    /// Waits for a downloaded file and returns what it holds.
    #[track_caller]
    pub fn downloaded(&self, path: &Path) -> Vec<u8> {
        let start = Instant::now();
        loop {
            match fs::read(path) {
                Ok(content) if !content.is_empty() => return content,
                _ if start.elapsed() < PATIENCE => sleep(PAUSE),
                _ => panic!("waited {PATIENCE:?} in vain for {}", path.display()),
            }
        }
    }

    /// Lets the page use the clipboard, and returns what it holds.
    #[track_caller]
    pub fn clipboard(&self) -> String {
        let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.devtools("Browser.grantPermissions", &permissions);
        string(&self.run("return navigator.clipboard.readText()"))
    }
}

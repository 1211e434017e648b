//! The files of the site in memory, each under the exact path it is served at. No request ever reaches the file system, so
//! that none can leave the folder.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;

use crate::site::{BROTLI, folder};
use crate::sizes::gzip;

/// Every file by its path on the server.
#[derive(Debug)]
pub struct Files {
    by_path: HashMap<String, File>,
}

/// A file as it is sent.
#[derive(Debug)]
pub struct File {
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The file.
    pub plain: Bytes,
    /// The file after gzip, where that is shorter.
    pub gzip: Option<Bytes>,
    /// The file as the build packed it with Brotli, where it did.
    pub brotli: Option<Bytes>,
}

impl Files {
    /// Reads and compresses a folder; its files are served below `under`.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(folder: &Path, under: &str) -> Result<Self> {
        let mut by_path = HashMap::new();
        let under = slashed(under);
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).with_context(|| format!("{} could not be read", path.display()))
        };
        let names = folder::files(folder)?;
        for name in names.iter().filter(|name| !name.ends_with(BROTLI)) {
            let packed = format!("{name}{BROTLI}");
            let brotli = names.contains(&packed).then(|| read(&packed)).transpose()?;
            by_path.insert(format!("{under}{name}"), File::new(name, read(name)?, brotli)?);
        }
        Ok(Self { by_path })
    }

    /// True if there is nothing to serve.
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// The file that a request's path names, percent-encoded as it came.
    pub fn get(&self, path: &str) -> Option<&File> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let path = if path.ends_with('/') { Cow::Owned(format!("{path}index.html")) } else { path };
        self.by_path.get(path.as_ref())
    }
}

impl File {
    fn new(name: &str, content: Vec<u8>, brotli: Option<Vec<u8>>) -> Result<Self> {
        let mut content_type = mime_guess::from_path(name).first_or_octet_stream().to_string();
        if content_type.starts_with("text/") {
            content_type.push_str("; charset=utf-8");
        }
        let packed = gzip(&content)?;
        let gzip = (packed.len() < content.len()).then(|| Bytes::from(packed));
        Ok(Self { content_type, plain: Bytes::from(content), gzip, brotli: brotli.map(Bytes::from) })
    }
}

/// The path with one slash at either end.
pub fn slashed(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(under: &str) -> Files {
        let under = slashed(under);
        let named = |name: &str| (format!("{under}{name}"), File::new(name, vec![b'x'; 500], None).unwrap());
        Files { by_path: HashMap::from([named("index.html"), named("a b.wasm"), named("deep/a.js")]) }
    }

    #[test]
    fn a_folder_serves_its_index() {
        assert!(files("/").get("/").is_some());
        assert!(files("site/x").get("/site/x/").is_some());
        assert!(files("site/x").get("/").is_none());
    }

    #[test]
    fn types_are_those_a_browser_needs() {
        let files = files("/");
        let kind = |path: &str| files.get(path).unwrap().content_type.as_str();
        assert_eq!(kind("/index.html"), "text/html; charset=utf-8");
        assert_eq!(kind("/a%20b.wasm"), "application/wasm");
        assert_eq!(kind("/deep/a.js"), "text/javascript; charset=utf-8");
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let files = files("/");
        for path in [
            "/../Cargo.toml",
            "/deep/../index.html",
            "/%2e%2e/Cargo.toml",
            "//index.html",
            "/deep",
            "",
            "/%ff",
        ] {
            assert!(files.get(path).is_none(), "{path}");
        }
    }
}

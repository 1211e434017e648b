//! Files named by their content, so that a host and a browser may keep them for ever.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

/// Hexadecimal digits of the hash in a file name: 64 bits, far beyond a collision among one site's files.
const NAME_DIGITS: usize = 16;

/// A file of the site whose name holds a hash of its content.
#[derive(Debug, Clone)]
pub struct Fingerprinted {
    name: String,
    integrity: String,
    content: Vec<u8>,
}

impl Fingerprinted {
    /// Names `content` after its hash: `STEM-HASH.EXTENSION`.
    pub fn new(stem: &str, extension: &str, content: Vec<u8>) -> Self {
        let digest = Sha384::digest(&content);
        let mut hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        hash.truncate(NAME_DIGITS);
        Self { name: format!("{stem}-{hash}.{extension}"), integrity: integrity(&content), content }
    }

    /// The file's name, hash included.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of an `integrity` attribute for this file, as of [`integrity`].
    pub fn integrity(&self) -> &str {
        &self.integrity
    }

    /// Writes the file into a folder.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_into(&self, folder: &Path) -> Result<()> {
        let path = folder.join(&self.name);
        fs::write(&path, &self.content).with_context(|| format!("{} could not be written", path.display()))
    }
}

/// The value of an `integrity` attribute for a file (W3C Subresource Integrity, SHA-384).
pub fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X-Val: `printf 'a{}' | openssl dgst -sha384 -binary | base64` and `sha384sum`.
    #[test]
    fn name_and_integrity_follow_the_content() {
        let file = Fingerprinted::new("style", "css", b"a{}".to_vec());
        assert_eq!(file.name(), "style-9b865c77d9bd29ea.css");
        assert_eq!(
            file.integrity(),
            "sha384-m4Zcd9m9Kerya2aMKZ9CuL1yv7QLjdpmEo79GaQCk1uO2U4trsxWuyqSJsOzpOru"
        );
        assert_ne!(file.name(), Fingerprinted::new("style", "css", b"b{}".to_vec()).name());
    }
}

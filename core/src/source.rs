//! Sources of numbers.

/// A citation: enough for a reader to find the number again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The document, as its authors call it.
    pub title: &'static str,
    /// Place in the document: table, equation, page, or file and lines.
    pub locator: &'static str,
    /// Address; for code, pinned to a commit.
    pub url: &'static str,
}

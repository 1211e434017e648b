//! Reading and writing fits as JSON, which comes with the part of what leaves the page.

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use wattpix_core::words::Words;

use super::kept::{self, OwnFit};

/// A text that gives no fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// The part that reads did not arrive.
    Lost,
    /// The text cannot be used, with the field and the reason.
    Refused(String),
}

impl From<SplitLoaderError> for Unread {
    fn from(_: SplitLoaderError) -> Self {
        Self::Lost
    }
}

/// Reads the fits that the browser keeps.
///
/// # Errors
/// [`Unread`].
#[wasm_split(share, fallible, preload(#[doc = "Fetches the part."] prepare))]
pub fn read_kept(stored: String, words: Words) -> Result<Vec<OwnFit>, Unread> {
    kept::read(&stored, words).map_err(Unread::Refused)
}

/// Writes fits as the browser keeps them.
///
/// # Errors
/// [`Unread::Lost`].
#[wasm_split(share, fallible)]
pub fn write_kept(fits: Vec<OwnFit>) -> Result<String, Unread> {
    Ok(kept::write(&fits))
}

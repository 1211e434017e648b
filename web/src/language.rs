//! The words of the page's language, fetched in two files: what a first visit says, and what the parts of the program say that come on demand.

use async_once_cell::OnceCell;
use wattpix_core::words::Words;

use crate::data::{self, Missing};

/// Fetches what a first visit says in a language.
///
/// # Errors
/// [`Missing`].
pub async fn fetch(code: &str) -> Result<Words, Missing> {
    Words::read(data::fetch(&["words-", code].concat()).await?).ok_or(Missing)
}

/// Fetches what parts of the program say in the page's language, once.
///
/// # Errors
/// [`Missing`]; the next call asks again.
pub async fn fetch_parts(words: Words) -> Result<(), Missing> {
    static FETCHED: OnceCell<()> = OnceCell::new();
    let fetch = async {
        let lines = data::fetch(&["words-", words.code(), "-parts"].concat()).await?;
        words.read_parts(lines).ok_or(Missing)
    };
    FETCHED.get_or_try_init(fetch).await.copied()
}

//! The fits that the browser keeps, made known to the page once.

use std::cell::RefCell;

use super::reading::{Unread, prepare, read_kept};
use super::{fits, storage};
use crate::part::{self, Lost};
use crate::query::Query;
use crate::state::State;

thread_local! {
    /// Why the kept fits cannot be read; `None` before they were read.
    static READ: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Returns true where a link names a fit of a person's own and the browser keeps some: the page waits for those.
pub fn are_needed(query: &Query) -> bool {
    let own = |value: &str| value.split(',').any(|one| one.starts_with(fits::OWN));
    query.pairs().any(|(_, value)| own(value)) && storage::read().is_some()
}

/// Returns why the kept fits cannot be read, where they cannot.
pub fn unreadable() -> Option<String> {
    READ.with_borrow(|read| read.clone().flatten())
}

/// Makes the fits that the browser keeps known, once.
///
/// # Errors
/// When the part that reads them does not arrive.
pub async fn bring(state: State) -> Result<(), Lost> {
    if READ.with_borrow(Option::is_some) {
        return Ok(());
    }
    let Some(stored) = storage::read() else {
        READ.set(Some(None));
        return Ok(());
    };
    part::with_words(state.words, prepare()).await?;
    let unreadable = match read_kept(stored, state.words).await {
        Ok(kept) => {
            for fit in kept {
                fits::add(fit.into_fit());
            }
            None
        }
        Err(Unread::Refused(reason)) => Some(reason),
        Err(Unread::Lost) => return Err(Lost),
    };
    READ.set(Some(unreadable));
    state.look();
    Ok(())
}

//! The fits that a person brought: never chosen by themselves, found by what links call them.

use std::cell::{Cell, RefCell};

use wattpix_core::error::{Error, shortened};
use wattpix_core::fit::{self, Fit};
use wattpix_core::words::{Word, Words};

use super::flat;

/// What the ids of such fits begin with: links name a file by its hash.
pub const HASH: &str = "sha256-";

thread_local! {
    static OWN: RefCell<(String, Vec<&'static Fit>)> = const { RefCell::new((String::new(), Vec::new())) };
    static GENERATION: Cell<u32> = const { Cell::new(0) };
}

/// Takes the fits that a person brought, one a line, in place of those before. They stay in memory for good: estimates
/// borrow from them, and a person brings few.
pub fn offer(lines: &str) {
    OWN.with(|own| {
        if own.borrow().0 == lines {
            return;
        }
        let read = |line: &str| flat::read(line).map(|fit| &*Box::leak(Box::new(fit)));
        own.replace((lines.to_owned(), lines.split('\n').filter_map(read).collect()));
        GENERATION.set(GENERATION.get() + 1);
    })
}

/// Another number each time that they change.
pub fn generation() -> u32 {
    GENERATION.get()
}

/// All of them.
pub fn all() -> Vec<&'static Fit> {
    OWN.with(|own| own.borrow().1.clone())
}

/// The fit with this id: one of a person's own, or one of `fits`.
///
/// # Errors
/// [`Error::UnknownFit`] with the shipped ids there are.
pub fn find(fits: &'static [Fit], id: &str) -> Result<&'static Fit, Error> {
    let own = OWN.with(|own| own.borrow().1.iter().find(|fit| fit.id() == id).copied());
    own.map_or_else(|| fit::find(fits, id), Ok)
}

/// Whether a fit is a person's own.
pub fn is_own(id: &str) -> bool {
    id.starts_with(HASH)
}

/// What is said of a link to a fit that cannot be found.
pub fn missing(words: Words, id: &str, error: &Error) -> String {
    if is_own(id) {
        let place = words.text(Word::PANEL_MEASUREMENTS);
        words.say(Word::PROBLEMS_OWN_FIT, &[("given", &shortened(id)), ("place", place)])
    } else {
        error.tell(words)
    }
}

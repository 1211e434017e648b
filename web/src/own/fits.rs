//! The fits that a person brought: never chosen by themselves, found by what links call them.

use std::cell::{Cell, RefCell};

use wattpix_core::error::Error;
use wattpix_core::excerpt::shortened;
use wattpix_core::fit::{self, Fit};
use wattpix_core::words::{Word, Words};

/// Start of the ids of fits that a person brought: links name such a fit by the hash of its file.
pub const OWN: &str = "sha256-";

/// Digits of the hash that ids carry.
pub const DIGITS: usize = 16;

thread_local! {
    static FITS: RefCell<Vec<&'static Fit>> = const { RefCell::new(Vec::new()) };
    static GENERATION: Cell<u32> = const { Cell::new(0) };
}

/// Makes a fit known for this visit, in the place of one with its id. Fits stay in memory for good: estimates borrow from them, and a
/// person brings few.
pub fn add(fit: &'static Fit) {
    change(|fits| {
        fits.retain(|other| other.id() != fit.id());
        fits.push(fit);
    });
}

/// Forgets the fit with this id.
pub fn remove(id: &str) {
    change(|fits| fits.retain(|fit| fit.id() != id));
}

fn change(change: impl FnOnce(&mut Vec<&'static Fit>)) {
    FITS.with_borrow_mut(change);
    GENERATION.set(GENERATION.get() + 1);
}

/// Returns another number each time that the fits change.
pub fn generation() -> u32 {
    GENERATION.get()
}

/// Returns all of them, in the order in which they came.
pub fn all() -> Vec<&'static Fit> {
    FITS.with_borrow(Vec::clone)
}

/// The fit with this id: one of a person's own, or one of `fits`.
///
/// # Errors
/// [`Error::UnknownFit`] with the shipped ids there are.
pub fn find(fits: &'static [Fit], id: &str) -> Result<&'static Fit, Error> {
    let own = FITS.with_borrow(|own| own.iter().find(|fit| fit.id() == id).copied());
    own.map_or_else(|| fit::find(fits, id), Ok)
}

/// Tells a person's own fit from shipped ones by its id.
pub fn is_own(id: &str) -> bool {
    id.starts_with(OWN)
}

/// Returns what is said of a link to a fit that cannot be found.
pub fn missing(words: Words, id: &str, error: &Error) -> String {
    if is_own(id) {
        let place = words.text(Word::PANEL_MEASUREMENTS);
        words.say(Word::PROBLEMS_OWN_FIT, &[("given", &shortened(id)), ("place", place)])
    } else {
        error.tell(words)
    }
}

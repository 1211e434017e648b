//! Values that are kept for as long as the program runs, each once: a question refers to its model and its GPU for good, be they of the
//! catalogue or described.
//!
//! This is the one place of `core` that keeps something from one call to the next. It cannot be told from outside: the same description
//! gives the same value whatever came before, until the list is full.

use std::sync::OnceLock;

/// A list that only grows, so that it needs no lock: each place is filled once.
pub struct Kept<T: 'static>(OnceLock<(&'static T, &'static Self)>);

impl<T> Kept<T> {
    /// An empty list.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Returns the value that `is_it` knows, or keeps the one that `make` gives; `None` where `most` others are kept.
    pub fn keep(
        &'static self,
        most: usize,
        is_it: impl Fn(&T) -> bool,
        make: impl Fn() -> T,
    ) -> Option<&'static T> {
        let mut place = self;
        for _ in 0..most {
            // Another thread may fill the place meanwhile; then its value is looked at like any other.
            let (value, next) =
                place.0.get_or_init(|| (Box::leak(Box::new(make())), Box::leak(Box::new(Self::new()))));
            if is_it(value) {
                return Some(value);
            }
            place = next;
        }
        None
    }
}

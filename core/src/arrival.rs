//! Parts of the catalogue that a program may hold later: a browser starts with what most visitors need.

use std::sync::OnceLock;

/// Things known at first, and all of them once they have come.
pub(crate) struct Arrival<T: ?Sized + 'static> {
    first: &'static T,
    whole: OnceLock<&'static T>,
}

impl<T: ?Sized> Arrival<T> {
    /// Knows `first` until [`Self::arrive`].
    pub(crate) const fn of(first: &'static T) -> Self {
        Self { first, whole: OnceLock::new() }
    }

    /// Returns what is known.
    pub(crate) fn known(&self) -> &'static T {
        self.whole.get().copied().unwrap_or(self.first)
    }

    /// Makes all of it known. It stays so.
    pub(crate) fn arrive(&self, whole: &'static T) {
        // Refused where it was all here before.
        let _ = self.whole.set(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_known_until_the_whole_arrives_for_good() {
        static KNOWN: Arrival<str> = Arrival::of("first");
        assert_eq!(KNOWN.known(), "first");
        KNOWN.arrive("whole");
        KNOWN.arrive("another");
        assert_eq!(KNOWN.known(), "whole");
    }
}

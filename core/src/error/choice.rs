//! Settings that are one of several words.

use super::{Error, Key};
use crate::excerpt::shortened;

/// A closed set of words.
pub trait Choice: Sized + Copy + PartialEq + 'static {
    /// Each word with its meaning, in the order in which they are offered.
    const ALL: &'static [(&'static str, Self)];

    /// The word.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, value)| *value == self).map_or("", |(name, _)| name)
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`Error::UnknownChoice`] with the words there are.
    fn parse(key: Key, given: &str) -> Result<Self, Error> {
        Self::ALL.iter().find(|(name, _)| *name == given.trim()).map(|(_, value)| *value).ok_or_else(|| {
            Error::UnknownChoice {
                key,
                given: shortened(given),
                allowed: Self::ALL.iter().map(|(name, _)| *name).collect(),
            }
        })
    }
}

//! Settings that are one of several words.

use super::{Error, Key};
use crate::excerpt::shortened;
use crate::names::plain;

/// A closed set of words.
pub trait Choice: Sized + Copy + PartialEq + 'static {
    /// Each word with its meaning, in the order in which they are offered.
    const ALL: &'static [(&'static str, Self)];

    /// Other spellings of the words, in small letters without signs between.
    const SPELLINGS: &'static [(&'static str, Self)] = &[];

    /// The word.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, value)| *value == self).map_or("", |(name, _)| name)
    }

    /// Reads the word, in any case and with any signs between its parts.
    ///
    /// # Errors
    /// [`Error::UnknownChoice`] with the words there are.
    fn parse(key: Key, given: &str) -> Result<Self, Error> {
        let plain = plain(given);
        let mut words = Self::ALL.iter().chain(Self::SPELLINGS);
        words.find(|(name, _)| *name == given || *name == plain).map(|(_, value)| *value).ok_or_else(|| {
            Error::UnknownChoice {
                key,
                given: shortened(given),
                allowed: Self::ALL.iter().map(|(name, _)| *name).collect(),
            }
        })
    }
}

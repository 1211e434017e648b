//! Settings that are one of several words.

use super::{Error, Key};
use crate::bare::is_same;
use crate::excerpt::shortened;

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
        let mut words = Self::ALL.iter().chain(Self::SPELLINGS);
        words.find(|(name, _)| is_same(name, given)).map(|(_, value)| *value).ok_or_else(|| {
            Error::UnknownChoice {
                key,
                given: shortened(given),
                allowed: Self::ALL.iter().map(|(name, _)| *name).collect(),
            }
        })
    }
}

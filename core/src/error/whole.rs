//! Reading the whole numbers among the settings.

use std::str::FromStr;

use super::{Error, Key};
use crate::excerpt::shortened;

impl Key {
    /// Refuses a number outside its range.
    ///
    /// # Errors
    /// [`Error::OutOfRange`].
    pub const fn check(self, given: u64, least: u64, most: u64) -> Result<(), Error> {
        if given < least || given > most {
            return Err(Error::OutOfRange { key: self, given, least, most });
        }
        Ok(())
    }

    /// Reads a whole number.
    ///
    /// # Errors
    /// [`Error::NotWhole`] or [`Error::TooLarge`] with what was given.
    pub fn whole<N: FromStr>(self, given: &str) -> Result<N, Error> {
        let text = given.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::NotWhole { key: self, given: shortened(given) });
        }
        // Digits alone fail to parse only when they are more than the type holds.
        text.parse().map_err(|_| Error::TooLarge { key: self, given: shortened(given) })
    }
}

//! The settings by the names that they have everywhere, and reading the whole numbers among them.

use std::fmt;
use std::str::FromStr;

use super::{Error, shortened};
use crate::words::Word;

/// Everything that a person can set, by the name it has on the command line, in tables and in links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Model id.
    Model,
    /// GPU id.
    Gpu,
    /// Pixels along a row.
    Width,
    /// Rows of pixels.
    Height,
    /// Denoising steps.
    Steps,
    /// Number format.
    Precision,
    /// Classifier-free guidance.
    Guidance,
    /// Images of a total.
    Images,
    /// Images generated together.
    Batch,
    /// Net or gross.
    Boundary,
    /// Fit id.
    Fit,
    /// Text tokens before the denoiser.
    TextTokens,
}

impl Key {
    /// Every key, in the order in which they are written.
    pub const ALL: [Self; 12] = [
        Self::Model,
        Self::Gpu,
        Self::Width,
        Self::Height,
        Self::Steps,
        Self::Precision,
        Self::Guidance,
        Self::Images,
        Self::Batch,
        Self::Boundary,
        Self::Fit,
        Self::TextTokens,
    ];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Gpu => "gpu",
            Self::Width => "width",
            Self::Height => "height",
            Self::Steps => "steps",
            Self::Precision => "precision",
            Self::Guidance => "guidance",
            Self::Images => "images",
            Self::Batch => "batch",
            Self::Boundary => "boundary",
            Self::Fit => "fit",
            Self::TextTokens => "text_tokens",
        }
    }

    /// The name in a sentence, where it is a number.
    pub const fn words(self) -> Option<Word> {
        Some(match self {
            Self::Width => Word::AXIS_WIDTH,
            Self::Height => Word::AXIS_HEIGHT,
            Self::Steps => Word::AXIS_STEPS,
            Self::Images => Word::AXIS_IMAGES,
            Self::Batch => Word::AXIS_BATCH,
            Self::TextTokens => Word::AXIS_TEXT_TOKENS,
            _ => return None,
        })
    }

    /// What to give, for messages.
    pub(super) const fn wants(self) -> Word {
        match self {
            Self::Model => Word::GIVE_MODEL,
            Self::Gpu => Word::GIVE_GPU,
            Self::Width | Self::Height => Word::GIVE_SIDE,
            Self::Steps => Word::GIVE_STEPS,
            Self::Images => Word::GIVE_IMAGES,
            Self::Batch => Word::GIVE_BATCH,
            Self::TextTokens => Word::GIVE_TEXT_TOKENS,
            Self::Precision | Self::Guidance | Self::Boundary => Word::GIVE_CHOICE,
            Self::Fit => Word::GIVE_FIT,
        }
    }

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

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

//! What stops a result, in words: what was given, what is allowed, what to do.
//!
//! Everything a person can type is parsed here with the same words on the command line, in a table and in a link.

use std::fmt;
use std::str::FromStr;

use crate::gpu::{self, Gpu};
use crate::model::custom::Fault;
use crate::model::{self, Model};
use crate::words::{Word, Words};
use crate::workload::Precision;

/// No result, and why.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// A model that the catalogue does not have.
    UnknownModel {
        /// What was given.
        given: String,
    },
    /// A description of an architecture that is none.
    Architecture {
        /// The model that was to be changed.
        base: &'static Model,
        /// What is wrong.
        fault: Box<Fault>,
    },
    /// A GPU that the catalogue does not have.
    UnknownGpu {
        /// What was given.
        given: String,
    },
    /// A name that two cards share.
    AmbiguousGpu {
        /// What was given.
        given: String,
    },
    /// The processor, which has no specification to estimate from.
    CpuNotEstimated,
    /// A fit that is not shipped.
    UnknownFit {
        /// What was given.
        given: String,
        /// The ids there are.
        known: Vec<String>,
    },
    /// A required value that is missing.
    Missing {
        /// Which one.
        key: Key,
    },
    /// Not a whole number.
    NotWhole {
        /// Which value.
        key: Key,
        /// What was given.
        given: String,
    },
    /// A whole number beyond everything that is allowed.
    TooLarge {
        /// Which value.
        key: Key,
        /// What was given.
        given: String,
    },
    /// A number outside its range.
    OutOfRange {
        /// Which value.
        key: Key,
        /// What was given.
        given: u64,
        /// The least allowed.
        least: u64,
        /// The most allowed.
        most: u64,
    },
    /// A side that the model does not take.
    Side {
        /// Width or height.
        key: Key,
        /// What was given, in pixels.
        given: u32,
        /// The model.
        model: &'static Model,
    },
    /// A word that is not one of the choices.
    UnknownChoice {
        /// Which value.
        key: Key,
        /// What was given.
        given: String,
        /// The choices.
        allowed: Vec<&'static str>,
    },
    /// A precision that the silicon lacks.
    PrecisionUnsupported {
        /// The precision.
        precision: Precision,
        /// The GPU.
        gpu: &'static Gpu,
    },
    /// A fit file that cannot be used.
    FitFile {
        /// The file's name.
        file: String,
        /// Where in it, as a path of fields.
        field: String,
        /// What is wrong and what is allowed.
        reason: String,
    },
    /// A fit whose law leaves the numbers that a computer can hold.
    NotFinite {
        /// The fit's id.
        fit: String,
    },
}

impl Error {
    /// The message in a language.
    #[inline(never)]
    pub fn tell(&self, words: Words) -> String {
        let wants = |word: Word, key: Key, given: &str| {
            words.say(word, &[("key", key.name()), ("given", given), ("wanted", words.text(key.wants()))])
        };
        match self {
            Self::UnknownModel { given } => {
                let known = words.listed(&model::ALL.map(|model| model.id));
                words.say(Word::ERROR_MODEL, &[("given", given), ("known", &known)])
            }
            Self::Architecture { base, fault } => {
                words.say(Word::ERROR_ARCHITECTURE, &[("base", base.id), ("fault", &fault.tell(words))])
            }
            Self::UnknownGpu { given } => {
                let known = words.listed(&gpu::ALL.each_ref().map(|gpu| gpu.id));
                words.say(Word::ERROR_GPU, &[("given", given), ("known", &known)])
            }
            Self::AmbiguousGpu { given } => words.say(Word::ERROR_TWO_CARDS, &[("given", given)]),
            Self::CpuNotEstimated => words.text(Word::ERROR_CPU).to_owned(),
            Self::UnknownFit { given, known } => {
                let known = words.listed(&known.iter().map(String::as_str).collect::<Vec<_>>());
                words.say(Word::ERROR_FIT, &[("given", given), ("known", &known)])
            }
            Self::Missing { key } => {
                let wanted = words.text(key.wants());
                words.say(Word::ERROR_MISSING, &[("key", key.name()), ("wanted", wanted)])
            }
            Self::NotWhole { key, given } => wants(Word::ERROR_NOT_WHOLE, *key, given),
            Self::TooLarge { key, given } => wants(Word::ERROR_TOO_LARGE, *key, given),
            Self::OutOfRange { key, given, least, most } => {
                let one = least == most;
                let [given, least, most] = [given, least, most].map(u64::to_string);
                let [key, given, least] = [("key", key.name()), ("given", &given), ("least", &least)];
                if one {
                    words.say(Word::ERROR_ONLY_ONE, &[key, given, least])
                } else {
                    words.say(Word::ERROR_OUT_OF_RANGE, &[key, given, least, ("most", &most)])
                }
            }
            Self::Side { key, given, model } => {
                let sides = &model.sides;
                let numbers = [*given, sides.multiple_of, sides.min, sides.max, sides.nearest(*given)];
                let [given, pitch, least, most, nearest] = numbers.map(|number| number.to_string());
                words.say(
                    Word::ERROR_SIDE,
                    &[
                        ("key", key.name()),
                        ("given", &given),
                        ("model", model.id),
                        ("pitch", &pitch),
                        ("least", &least),
                        ("most", &most),
                        ("nearest", &nearest),
                    ],
                )
            }
            Self::UnknownChoice { key, given, allowed } => {
                let known = words.listed(allowed);
                words.say(Word::ERROR_CHOICE, &[("key", key.name()), ("given", given), ("known", &known)])
            }
            Self::PrecisionUnsupported { precision, gpu } => {
                let known = words.listed(&gpu.precisions().map(Choice::name).collect::<Vec<_>>());
                let values = [("given", precision.name()), ("gpu", gpu.id), ("known", &known)];
                words.say(Word::ERROR_PRECISION, &values)
            }
            Self::FitFile { file, field, reason } => [file, ": ", field, ": ", reason].concat(),
            Self::NotFinite { fit } => words.say(Word::ERROR_NOT_FINITE, &[("fit", fit)]),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

impl std::error::Error for Error {}

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
    const fn wants(self) -> Word {
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

/// What was given, in one line and at most 60 characters of it, so that neither a hostile link nor a broken table floods a page or
/// a terminal.
pub fn shortened(given: &str) -> String {
    const MOST: usize = 60;
    let (start, end) = match given.char_indices().nth(MOST) {
        None => (given, ""),
        Some((end, _)) => (given.get(..end).unwrap_or_default(), "…"),
    };
    let visible = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    start.chars().map(visible).chain(end.chars()).collect()
}

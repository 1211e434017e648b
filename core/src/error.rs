//! What stops a result, in words: what was given, what is allowed, what to do.
//!
//! Everything a person can type is parsed here with the same words on the command line, in a table and in a link.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::gpu::{self, Gpu};
use crate::model::custom::Fault;
use crate::model::{self, Model};
use crate::workload::Precision;

/// No result, and why.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum Error {
    /// A model that the catalogue does not have.
    #[error("model '{given}' is not in the catalogue; choose one of {}, or describe one, such as mmdit~width:2048", listed(model::ALL.iter().map(|model| model.id)))]
    UnknownModel {
        /// What was given.
        given: String,
    },
    /// A description of an architecture that is none.
    #[error("model {}: {fault}", base.id)]
    Architecture {
        /// The model that was to be changed.
        base: &'static Model,
        /// What is wrong.
        fault: Box<Fault>,
    },
    /// A GPU that the catalogue does not have.
    #[error("gpu '{given}' is not in the catalogue; choose one of {}", listed(gpu::ALL.iter().map(|gpu| gpu.id)))]
    UnknownGpu {
        /// What was given.
        given: String,
    },
    /// A name that two cards share.
    #[error(
        "gpu '{given}' names two cards: choose rtx-a6000 (Ampere, 2020) or rtx-6000-ada (Ada, 2022); the paper's \"A6000\" \
         has the figures of the second, which is also called paper-a6000"
    )]
    AmbiguousGpu {
        /// What was given.
        given: String,
    },
    /// The processor, which has no specification to estimate from.
    #[error(
        "gpu 'cpu' can be measured but not estimated: no specification transfer leads to a processor; choose a GPU"
    )]
    CpuNotEstimated,
    /// A fit that is not shipped.
    #[error("fit '{given}' is not available; choose one of {}, or leave it out to have the best one chosen", listed(known.iter().map(String::as_str)))]
    UnknownFit {
        /// What was given.
        given: String,
        /// The ids there are.
        known: Vec<String>,
    },
    /// A required value that is missing.
    #[error("{key} is missing; give {}", key.wants())]
    Missing {
        /// Which one.
        key: Key,
    },
    /// Not a whole number.
    #[error("{key} '{given}' is not a whole number; give {}", key.wants())]
    NotWhole {
        /// Which value.
        key: Key,
        /// What was given.
        given: String,
    },
    /// A whole number beyond everything that is allowed.
    #[error("{key} {given} is far too large; give {}", key.wants())]
    TooLarge {
        /// Which value.
        key: Key,
        /// What was given.
        given: String,
    },
    /// A number outside its range.
    #[error("{key} {given} is {}", outside(*least, *most))]
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
    #[error(
        "{key} {given} does not suit {}, which takes multiples of {} from {} to {} pixels; the nearest is {}",
        model.id, model.sides.multiple_of, model.sides.min, model.sides.max, model.sides.nearest(*given)
    )]
    Side {
        /// Width or height.
        key: Key,
        /// What was given, in pixels.
        given: u32,
        /// The model.
        model: &'static Model,
    },
    /// A word that is not one of the choices.
    #[error("{key} '{given}' is not known; choose {}", listed(allowed.iter().copied()))]
    UnknownChoice {
        /// Which value.
        key: Key,
        /// What was given.
        given: String,
        /// The choices.
        allowed: Vec<&'static str>,
    },
    /// A precision that the silicon lacks.
    #[error(
        "precision {} does not exist on {}: the silicon has no such arithmetic; choose {}",
        precision.name(), gpu.id, listed(gpu.precisions().map(Choice::name))
    )]
    PrecisionUnsupported {
        /// The precision.
        precision: Precision,
        /// The GPU.
        gpu: &'static Gpu,
    },
    /// A fit file that cannot be used.
    #[error("{file}: {field}: {reason}")]
    FitFile {
        /// The file's name.
        file: String,
        /// Where in it, as a path of fields.
        field: String,
        /// What is wrong and what is allowed.
        reason: String,
    },
    /// A fit whose law leaves the numbers that a computer can hold.
    #[error(
        "fit '{fit}' gives no finite energy for this configuration; its coefficients are not plausible: use another fit"
    )]
    NotFinite {
        /// The fit's id.
        fit: String,
    },
}

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

    /// The name in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Gpu => "GPU",
            Self::TextTokens => "text tokens",
            _ => self.name(),
        }
    }

    /// What to give, for messages.
    const fn wants(self) -> &'static str {
        match self {
            Self::Model => "a model id",
            Self::Gpu => "a GPU id",
            Self::Width | Self::Height => "a number of pixels, such as 1024",
            Self::Steps => "a number of denoising steps, such as 50",
            Self::Images => "a number of images, such as 100",
            Self::Batch => "a number of images generated together, such as 1",
            Self::TextTokens => "a number of tokens, such as 77",
            Self::Precision | Self::Guidance | Self::Boundary => "one of its choices",
            Self::Fit => "a fit id",
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

/// Words as a choice: `a, b or c`.
pub(crate) fn listed<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<_> = items.collect();
    match items.split_last() {
        None => "nothing: there is none".to_owned(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

fn outside(least: u64, most: u64) -> String {
    if least == most {
        format!("not possible here; only {least} is: leave it out")
    } else {
        format!("outside {least} to {most}; give a whole number between them")
    }
}

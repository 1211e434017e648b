//! Why a text describes no GPU, in words.

use std::fmt;

use crate::words::{Word, Words};

/// Fault of a GPU description.
#[derive(Debug, Clone, PartialEq)]
pub enum GpuFault {
    /// A part without a key and a value.
    NoFigure {
        /// The text given.
        given: String,
    },
    /// A figure that there is not.
    Unknown {
        /// The text given.
        given: String,
        /// The keys there are.
        known: Vec<&'static str>,
    },
    /// A figure that is given twice.
    Twice {
        /// The key.
        key: String,
    },
    /// A required figure that is missing.
    Missing {
        /// The key.
        key: &'static str,
    },
    /// No decimal number within the limits.
    OutOfRange {
        /// The key.
        key: &'static str,
        /// The text given.
        given: String,
        /// The least and the most.
        limits: [f64; 2],
        /// Unit of the figure.
        unit: &'static str,
    },
    /// A precision whose rate is not given.
    NoRate {
        /// The precision, which is the figure's key too.
        precision: &'static str,
        /// The precisions whose rates are given.
        known: Vec<&'static str>,
    },
    /// A name that is too long, or has signs that a link or a table could not hold.
    Name {
        /// The text given.
        given: String,
        /// Characters at most.
        most: usize,
    },
    /// More descriptions than are kept.
    ManyDescriptions {
        /// The most that is allowed.
        most: usize,
    },
}

impl GpuFault {
    /// The message in a language.
    #[inline(never)]
    pub fn tell(&self, words: Words) -> String {
        match self {
            Self::NoFigure { given } => words.say(Word::GPU_FAULT_NO_FIGURE, &[("given", given)]),
            Self::Unknown { given, known } => {
                words.say(Word::GPU_FAULT_UNKNOWN, &[("given", given), ("known", &words.listed(known))])
            }
            Self::Twice { key } => words.say(Word::FAULT_TWICE, &[("key", key)]),
            Self::Missing { key } => words.say(Word::GPU_FAULT_MISSING, &[("key", key)]),
            Self::OutOfRange { key, given, limits, unit } => {
                let [least, most] = limits.map(|limit| words.plain(limit));
                let values =
                    [("key", *key), ("given", given), ("least", &least), ("most", &most), ("unit", unit)];
                words.say(Word::GPU_FAULT_OUT_OF_RANGE, &values)
            }
            Self::NoRate { precision, known } => words
                .say(Word::GPU_FAULT_NO_RATE, &[("precision", precision), ("known", &words.listed(known))]),
            Self::Name { given, most } => {
                words.say(Word::GPU_FAULT_NAME, &[("given", given), ("most", &most.to_string())])
            }
            Self::ManyDescriptions { most } => {
                words.say(Word::FAULT_MANY_DESCRIPTIONS, &[("most", &most.to_string())])
            }
        }
    }
}

/// In English.
impl fmt::Display for GpuFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

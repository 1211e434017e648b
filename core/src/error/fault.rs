//! Why a description is no architecture, in words.

use std::fmt;

use crate::excerpt::shortened;
use crate::words::{Word, Words};

/// Name of a product that is no dimension of its own, but must divide into heads too.
pub(crate) const KEY_HEADS: &str = "width of all key heads";

/// Fault of a model description.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// A part that is no change.
    NoChange {
        /// The text given.
        given: String,
        /// Characters before each change, and between a dimension and its value.
        marks: [char; 2],
    },
    /// A dimension that the model does not have.
    Unknown {
        /// The text given.
        given: String,
        /// Dimensions of the model.
        allowed: Vec<&'static str>,
    },
    /// A dimension that is set twice.
    Twice {
        /// The setting.
        key: &'static str,
    },
    /// No whole number within the limits.
    OutOfRange {
        /// The setting.
        key: &'static str,
        /// The text given.
        given: String,
        /// The least and the most.
        limits: [u64; 2],
    },
    /// None of a few values.
    NotListed {
        /// The setting.
        key: &'static str,
        /// The text given.
        given: String,
        /// The values there are.
        allowed: Vec<&'static str>,
    },
    /// A number that does not divide as it must.
    NoMultiple {
        /// Key of the dimension.
        key: &'static str,
        /// The value given.
        given: u64,
        /// Number of which it must be a multiple.
        of: u64,
    },
    /// More weights or operations than can be counted.
    TooLarge,
    /// More descriptions than are kept.
    ManyDescriptions {
        /// The most that is allowed.
        most: usize,
    },
}

// Behind a pointer from the start: every step of reading a description may fail.
impl Fault {
    pub(crate) fn no_change(given: &str, marks: [char; 2]) -> Box<Self> {
        Box::new(Self::NoChange { given: shortened(given), marks })
    }

    pub(crate) fn twice(key: &'static str) -> Box<Self> {
        Box::new(Self::Twice { key })
    }

    pub(crate) fn no_multiple(key: &'static str, given: u64, of: u64) -> Box<Self> {
        Box::new(Self::NoMultiple { key, given, of })
    }

    pub(crate) fn not_listed(key: &'static str, given: &str, allowed: Vec<&'static str>) -> Box<Self> {
        Box::new(Self::NotListed { key, given: shortened(given), allowed })
    }

    pub(crate) fn unknown(given: &str, allowed: Vec<&'static str>) -> Box<Self> {
        Box::new(Self::Unknown { given: shortened(given), allowed })
    }

    pub(crate) fn out_of_range(key: &'static str, given: &str, limits: [u64; 2]) -> Box<Self> {
        Box::new(Self::OutOfRange { key, given: shortened(given), limits })
    }
}

impl Fault {
    /// The message in a language.
    #[inline(never)]
    pub fn tell(&self, words: Words) -> String {
        match self {
            Self::NoChange { given, marks } => {
                let [mark, is] = marks.map(String::from);
                words.say(Word::FAULT_NO_CHANGE, &[("given", given), ("mark", &mark), ("is", &is)])
            }
            Self::Unknown { given, allowed } => {
                words.say(Word::FAULT_UNKNOWN, &[("given", given), ("known", &words.listed(allowed))])
            }
            Self::Twice { key } => words.say(Word::FAULT_TWICE, &[("key", key)]),
            Self::OutOfRange { key, given, limits } => {
                let [least, most] = limits.map(|limit| limit.to_string());
                let values = [("key", *key), ("given", given), ("least", &least), ("most", &most)];
                words.say(Word::FAULT_OUT_OF_RANGE, &values)
            }
            Self::NotListed { key, given, allowed } => {
                let known = words.listed(allowed);
                words.say(Word::FAULT_NOT_LISTED, &[("key", key), ("given", given), ("known", &known)])
            }
            Self::NoMultiple { key, given, of } => {
                let key = match *key {
                    KEY_HEADS => words.text(Word::FAULT_KEY_HEADS_WIDTH),
                    key => key,
                };
                let below = given.checked_div(*of).unwrap_or(0) * of;
                let below = if below == 0 { *of } else { below };
                let [given, of, below, above] =
                    [*given, *of, below, below + of].map(|count| count.to_string());
                let values =
                    [("key", key), ("given", &given), ("of", &of), ("below", &below), ("above", &above)];
                words.say(Word::FAULT_NO_MULTIPLE, &values)
            }
            Self::TooLarge => words.text(Word::FAULT_TOO_LARGE).to_owned(),
            Self::ManyDescriptions { most } => {
                words.say(Word::FAULT_MANY_DESCRIPTIONS, &[("most", &most.to_string())])
            }
        }
    }
}

/// In English.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

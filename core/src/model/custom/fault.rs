//! Why a description is no architecture, in words.

use std::fmt;

use super::dimension;
use super::{IS, MARK, MOST_KEPT};
use crate::error::{listed, shortened};
use crate::model::Model;

/// What is wrong with a description.
#[derive(Debug, Clone)]
pub enum Fault {
    /// A part that is no change.
    NoChange {
        /// What was given.
        given: String,
    },
    /// A dimension that the model does not have.
    Unknown {
        /// What was given.
        given: String,
        /// What there is.
        allowed: Vec<&'static str>,
    },
    /// A dimension that is set twice.
    Twice {
        /// Which one.
        key: &'static str,
    },
    /// No whole number within the limits.
    OutOfRange {
        /// Which one.
        key: &'static str,
        /// What was given.
        given: String,
        /// The least and the most.
        limits: [u64; 2],
    },
    /// None of a few values.
    NotListed {
        /// Which one.
        key: &'static str,
        /// What was given.
        given: String,
        /// The values there are.
        allowed: Vec<&'static str>,
    },
    /// A number that does not divide as it must.
    NoMultiple {
        /// Which number.
        key: &'static str,
        /// Its value.
        given: u64,
        /// Of what it must be a multiple.
        of: u64,
    },
    /// More weights than [`super::MOST_WEIGHTS`], or a pass over the smallest image of more operations than [`super::MOST_OPERATIONS`].
    TooLarge,
    /// More descriptions than are kept.
    ManyDescriptions,
}

// Behind a pointer from the start: every step of reading a description may fail.
impl Fault {
    pub(super) fn no_change(given: &str) -> Box<Self> {
        Box::new(Self::NoChange { given: shortened(given) })
    }

    pub(super) fn twice(key: &'static str) -> Box<Self> {
        Box::new(Self::Twice { key })
    }

    pub(super) fn no_multiple(key: &'static str, given: u64, of: u64) -> Box<Self> {
        Box::new(Self::NoMultiple { key, given, of })
    }

    pub(super) fn not_listed(key: &'static str, given: &str, allowed: Vec<&'static str>) -> Box<Self> {
        Box::new(Self::NotListed { key, given: shortened(given), allowed })
    }

    pub(super) fn unknown(given: &str, model: &Model) -> Box<Self> {
        let allowed = dimension::of(model).map(|dimension| dimension.key).collect();
        Box::new(Self::Unknown { given: shortened(given), allowed })
    }

    pub(super) fn out_of_range(key: &'static str, given: &str, limits: [u64; 2]) -> Box<Self> {
        Box::new(Self::OutOfRange { key, given: shortened(given), limits })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoChange { given } => {
                write!(f, "'{given}' changes nothing; write {MARK}, a dimension, {IS} and its value, such as {MARK}width{IS}2048")
            }
            Self::Unknown { given, allowed } => {
                write!(f, "'{given}' is none of its dimensions; choose {}", listed(allowed.iter().copied()))
            }
            Self::Twice { key } => write!(f, "{key} is set twice; keep one"),
            Self::OutOfRange { key, given, limits: [least, most] } => {
                write!(f, "{key} '{given}' is no whole number from {least} to {most}")
            }
            Self::NotListed { key, given, allowed } => {
                write!(f, "{key} '{given}' is not possible; choose {}", listed(allowed.iter().copied()))
            }
            Self::NoMultiple { key, given, of } => {
                let below = given.checked_div(*of).unwrap_or(0) * of;
                let below = if below == 0 { *of } else { below };
                let above = below + of;
                write!(f, "{key} {given} is no multiple of {of}; choose one, such as {below} or {above}, or change what divides it")
            }
            Self::TooLarge => f.write_str(
                "more than 10^13 weights, or 2^53 operations in a pass over the smallest image, cannot be counted; make it smaller",
            ),
            Self::ManyDescriptions => {
                write!(f, "{MOST_KEPT} others were described before it, the most that are kept; start anew for more")
            }
        }
    }
}

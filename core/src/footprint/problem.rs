//! Settings of a footprint that cannot be used, and figures that no source has.

use std::fmt;

use crate::present::plain;
use crate::words::{Word, Words};

/// A setting that cannot be used, or a figure that no source has; as text it is English.
#[derive(Debug, Clone, PartialEq)]
pub enum FootprintProblem {
    /// Not a number, or one outside its range.
    Number {
        /// Key of the setting.
        key: &'static str,
        /// The text given.
        given: String,
        /// The least and the most allowed.
        range: (f64, f64),
    },
    /// None of the choices of a setting.
    Choice {
        /// Key of the setting.
        key: &'static str,
        /// The text given.
        given: String,
        /// The choices.
        known: &'static [&'static str],
    },
    /// No published embodied emissions of a GPU.
    NoEmbodied {
        /// The GPU's label.
        gpu: String,
    },
    /// No published power of the server around a GPU.
    NoHost {
        /// The GPU's label.
        gpu: String,
    },
    /// A fit without seconds, from which embodied emissions and the host's energy follow.
    NoSeconds,
}

impl std::error::Error for FootprintProblem {}

impl fmt::Display for FootprintProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Words::ENGLISH))
    }
}

/// Name of a GPU that is not in the catalogue.
const UNKNOWN_GPU: &str = "this GPU";

impl FootprintProblem {
    /// Returns the problem of embodied emissions of a GPU that is not in the catalogue.
    pub fn unknown_embodied() -> Self {
        Self::NoEmbodied { gpu: UNKNOWN_GPU.to_owned() }
    }

    /// Returns the problem of the server around a GPU that is not in the catalogue.
    pub fn unknown_host() -> Self {
        Self::NoHost { gpu: UNKNOWN_GPU.to_owned() }
    }

    /// Returns the message: what was given, what is allowed, what to do.
    pub fn say(&self, words: Words) -> String {
        match self {
            Self::Number { key, given, range: (least, most) } => words.say(
                Word::ELECTRICITY_NUMBER,
                &[("key", key), ("given", given), ("least", &plain(*least)), ("most", &plain(*most))],
            ),
            Self::Choice { key, given, known } => words.say(
                Word::FOOTPRINT_CHOICE,
                &[("key", key), ("given", given), ("known", &words.listed(known))],
            ),
            Self::NoEmbodied { gpu } => words.say(Word::FOOTPRINT_NO_EMBODIED, &[("gpu", gpu)]),
            Self::NoHost { gpu } => words.say(Word::FOOTPRINT_NO_HOST, &[("gpu", gpu)]),
            Self::NoSeconds => words.text(Word::FOOTPRINT_NO_SECONDS).to_owned(),
        }
    }
}

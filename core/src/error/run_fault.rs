//! Why a run cannot be set up as asked, in words.

use std::fmt;

use super::Key;
use crate::words::{Word, Words};

/// Fault of how a run is set up.
#[derive(Debug, Clone, PartialEq)]
pub enum RunFault {
    /// A setting of references given to a model that takes none.
    NoReferences {
        /// The setting.
        key: Key,
        /// The model's id.
        model: &'static str,
        /// Ids of models that take references.
        known: Vec<&'static str>,
    },
    /// A size of references that is none, or that no pipeline takes.
    ReferenceSize {
        /// The text given.
        given: String,
        /// Shortest side in pixels.
        least: u32,
        /// Longest side in pixels.
        most: u32,
        /// The most by which one side exceeds the other.
        ratio: u32,
    },
    /// A model without a pipeline that starts from an image.
    NoStart {
        /// The model's id.
        model: &'static str,
        /// Ids of models that have one.
        known: Vec<&'static str>,
    },
    /// A share of the steps that leaves none.
    NoStep {
        /// The share.
        strength: String,
        /// The steps.
        steps: u32,
    },
    /// Text that is no share.
    NotShare {
        /// The setting.
        key: Key,
        /// The text given.
        given: String,
    },
    /// A step cache that leaves out every pass.
    AllSkipped {
        /// The share given.
        given: String,
    },
    /// A decoder whose tiles are not counted.
    NoTiles {
        /// The model's id.
        model: &'static str,
    },
    /// A denoiser without a sequence that GPUs could share.
    NotParallel {
        /// The model's id.
        model: &'static str,
    },
    /// Heads that a number of GPUs does not divide.
    Heads {
        /// The model's id.
        model: &'static str,
        /// Heads of its attention.
        heads: u64,
        /// GPUs given.
        given: u32,
        /// Numbers of GPUs that divide them.
        allowed: Vec<u32>,
    },
    /// A GPU of whose links no figure is known.
    NoLink {
        /// The setting that asks for one.
        key: Key,
        /// The GPU's id.
        gpu: &'static str,
    },
}

impl RunFault {
    /// The message in a language.
    pub fn tell(&self, words: Words) -> String {
        match self {
            Self::NoReferences { key, model, known } => {
                let known = words.listed(known);
                words
                    .say(Word::RUN_NO_REFERENCES, &[("key", key.name()), ("model", model), ("known", &known)])
            }
            Self::ReferenceSize { given, least, most, ratio } => {
                let [least, most, ratio] = [least, most, ratio].map(u32::to_string);
                words.say(
                    Word::RUN_REFERENCE_SIZE,
                    &[("given", given), ("least", &least), ("most", &most), ("ratio", &ratio)],
                )
            }
            Self::NoStart { model, known } => {
                words.say(Word::RUN_NO_START, &[("model", model), ("known", &words.listed(known))])
            }
            Self::NoStep { strength, steps } => {
                words.say(Word::RUN_NO_STEP, &[("strength", strength), ("steps", &steps.to_string())])
            }
            Self::NotShare { key, given } => {
                words.say(Word::RUN_NOT_SHARE, &[("key", key.name()), ("given", given)])
            }
            Self::AllSkipped { given } => words.say(Word::RUN_ALL_SKIPPED, &[("given", given)]),
            Self::NoTiles { model } => words.say(Word::RUN_NO_TILES, &[("model", model)]),
            Self::NotParallel { model } => words.say(Word::RUN_NOT_PARALLEL, &[("model", model)]),
            Self::Heads { model, heads, given, allowed } => {
                let allowed: Vec<String> = allowed.iter().map(u32::to_string).collect();
                let allowed = words.listed(&allowed.iter().map(String::as_str).collect::<Vec<_>>());
                let [heads, given] = [heads.to_string(), given.to_string()];
                words.say(
                    Word::RUN_HEADS,
                    &[("given", &given), ("heads", &heads), ("model", model), ("allowed", &allowed)],
                )
            }
            Self::NoLink { key, gpu } => words.say(Word::RUN_NO_LINK, &[("key", key.name()), ("gpu", gpu)]),
        }
    }
}

impl fmt::Display for RunFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

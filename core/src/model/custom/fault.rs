//! Why a description is no architecture, in words.

use std::fmt;

use super::dimension::{self, Dimension};
use super::follow::{MOST_OPERATIONS, MOST_WEIGHTS};
use super::{IS, MARK, MOST_KEPT};
use crate::error::shortened;
use crate::flops::OPERATIONS_PER_GFLOP;
use crate::model::Model;
use crate::words::{Word, Words};

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
    /// A dimension that stands twice.
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
    /// Not a model whose text encoders or decoder can be taken over.
    NoWord {
        /// Which one.
        key: &'static str,
        /// What was given.
        given: String,
        /// The ids there are.
        allowed: Vec<&'static str>,
    },
    /// A width that does not divide into heads.
    NoMultiple {
        /// Which width.
        width: Width,
        /// Its value.
        given: u64,
        /// Width or number of the heads.
        of: u64,
    },
    /// A number of heads into which the width does not divide.
    Heads {
        /// Heads asked for.
        heads: u64,
        /// Width of all of them.
        width: u64,
        /// The least width of a head.
        least: u64,
        /// The most.
        most: u64,
    },
    /// Channels that do not divide those of the decoder.
    NoDivisor {
        /// Which one.
        key: &'static str,
        /// Its value.
        given: u64,
        /// What it must divide.
        of: u64,
    },
    /// No block at all.
    NoBlocks,
    /// More blocks that attend twice than there are joint blocks.
    DualBlocks {
        /// Blocks that attend twice.
        dual: u64,
        /// Joint blocks.
        joint: u64,
    },
    /// Blocks that cannot be joined in pairs.
    OddBlocks {
        /// How many.
        blocks: u64,
    },
    /// Fewer text tokens than the encoders hand over.
    FewTokens {
        /// What was given.
        given: u64,
        /// The least.
        least: u64,
    },
    /// More weights than can be counted.
    ManyWeights {
        /// How many.
        weights: u64,
    },
    /// More operations than can be counted, even for the smallest image.
    ManyOperations {
        /// Its side in pixels.
        side: u32,
    },
    /// More descriptions than are kept.
    ManyDescriptions,
}

/// A width that divides into heads.
#[derive(Debug, Clone, Copy)]
pub enum Width {
    /// That of the residual stream, the dimension `width`.
    Stream,
    /// That of all key heads.
    KeyHeads,
    /// The channels of a level of a U-Net.
    Level,
}

impl Fault {
    pub(super) fn no_change(given: &str) -> Self {
        Self::NoChange { given: shortened(given) }
    }

    pub(super) fn unknown(given: &str, model: &Model) -> Self {
        let allowed = dimension::of(model).map(|dimension| dimension.key).collect();
        Self::Unknown { given: shortened(given), allowed }
    }

    pub(super) fn out_of_range(dimension: &Dimension, given: &str) -> Self {
        let limits = [dimension.least, dimension.most];
        Self::OutOfRange { key: dimension.key, given: shortened(given), limits }
    }

    pub(super) fn no_word(dimension: &Dimension, given: &str) -> Self {
        Self::NoWord { key: dimension.key, given: shortened(given), allowed: dimension.choices() }
    }
}

/// A text whose values are counts.
fn counts<const N: usize>(words: Words, word: Word, counts: [(&str, u64); N]) -> String {
    let written = counts.map(|(_, count)| count.to_string());
    let mut at = 0;
    let values = counts.map(|(name, _)| {
        at += 1;
        (name, written[at - 1].as_str())
    });
    words.say(word, &values)
}

impl Fault {
    /// The message in a language.
    #[inline(never)]
    pub fn tell(&self, words: Words) -> String {
        let listed = |known: &[&'static str]| words.listed(known.iter().copied());
        match self {
            Self::NoChange { given } => {
                let [mark, is] = [MARK, IS].map(String::from);
                words.say(Word::FAULT_NO_CHANGE, &[("given", given), ("mark", &mark), ("is", &is)])
            }
            Self::Unknown { given, allowed } => {
                words.say(Word::FAULT_UNKNOWN, &[("given", given), ("known", &listed(allowed))])
            }
            Self::Twice { key } => words.say(Word::FAULT_TWICE, &[("key", key)]),
            Self::OutOfRange { key, given, limits } => {
                let [least, most] = limits.map(|limit| limit.to_string());
                let values = [("key", *key), ("given", given), ("least", &least), ("most", &most)];
                words.say(Word::FAULT_OUT_OF_RANGE, &values)
            }
            Self::NoWord { key, given, allowed } => {
                let known = listed(allowed);
                words.say(Word::FAULT_NO_DONOR, &[("key", key), ("given", given), ("known", &known)])
            }
            Self::NoMultiple { width, given, of } => {
                let below = given / of * of;
                let word = if below == 0 { Word::FAULT_INDIVISIBLE_SMALL } else { Word::FAULT_INDIVISIBLE };
                let [given, of, above, below] =
                    [*given, *of, below + of, below].map(|count| count.to_string());
                let values = [
                    ("key", width.tell(words)),
                    ("given", &given),
                    ("of", &of),
                    ("above", &above),
                    ("below", &below),
                ];
                words.say(word, &values)
            }
            Self::Heads { heads, width, least, most } => counts(
                words,
                Word::FAULT_HEADS,
                [("width", *width), ("heads", *heads), ("least", *least), ("most", *most)],
            ),
            Self::NoDivisor { key, given, of } => {
                let [given, of] = [given, of].map(u64::to_string);
                words.say(Word::FAULT_NO_DIVISOR, &[("key", key), ("given", &given), ("of", &of)])
            }
            Self::NoBlocks => words.text(Word::FAULT_NO_BLOCKS).to_owned(),
            Self::DualBlocks { dual, joint } => {
                counts(words, Word::FAULT_DUAL_BLOCKS, [("dual", *dual), ("joint", *joint)])
            }
            Self::OddBlocks { blocks } => counts(words, Word::FAULT_ODD_BLOCKS, [("blocks", *blocks)]),
            Self::FewTokens { given, least } => {
                counts(words, Word::FAULT_FEW_TOKENS, [("given", *given), ("least", *least)])
            }
            Self::ManyWeights { weights } => {
                let [weights, most] = [*weights, MOST_WEIGHTS].map(|weights| words.whole(weights));
                words.say(Word::FAULT_MANY_WEIGHTS, &[("weights", &weights), ("most", &most)])
            }
            Self::ManyOperations { side } => {
                let most = words.significant(MOST_OPERATIONS as f64 / OPERATIONS_PER_GFLOP, 3);
                words.say(Word::FAULT_MANY_OPERATIONS, &[("side", &side.to_string()), ("most", &most)])
            }
            Self::ManyDescriptions => {
                counts(words, Word::FAULT_MANY_DESCRIPTIONS, [("most", MOST_KEPT as u64)])
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

impl Width {
    fn tell(self, words: Words) -> &'static str {
        match self {
            Self::Stream => "width",
            Self::KeyHeads => words.text(Word::FAULT_KEY_HEADS_WIDTH),
            Self::Level => words.text(Word::FAULT_CHANNELS_OF_LEVEL),
        }
    }
}

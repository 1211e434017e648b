//! Why a description is no architecture, in words.

use std::fmt;

use super::dimension::{self, Dimension};
use super::follow::{MOST_OPERATIONS, MOST_WEIGHTS};
use super::{IS, MARK, MOST_KEPT};
use crate::error::{listed, shortened};
use crate::flops::OPERATIONS_PER_GFLOP;
use crate::model::Model;
use crate::present::{significant, whole};

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
        key: &'static str,
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

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoChange { given } => write!(
                f,
                "'{given}' changes nothing; write a dimension and its value after each {MARK}, such as {MARK}width{IS}2048"
            ),
            Self::Unknown { given, allowed } => {
                write!(f, "'{given}' is none of its dimensions; choose {}", listed(allowed.iter().copied()))
            }
            Self::Twice { key } => write!(f, "{key} is set twice; keep one"),
            Self::OutOfRange { key, given, limits: [least, most] } => {
                write!(f, "{key} '{given}' is no whole number from {least} to {most}")
            }
            Self::NoWord { key, given, allowed } => write!(
                f,
                "{key} '{given}' is none of the models to take them from; choose {}",
                listed(allowed.iter().copied())
            ),
            Self::NoMultiple { key, given, of } => {
                let below = given / of * of;
                let (nearest, or) = match below {
                    0 => ((below + of).to_string(), String::new()),
                    _ => (below.to_string(), format!(" or {}", below + of)),
                };
                write!(
                    f,
                    "{key} {given} does not divide into heads by {of}; choose {nearest}{or}, or other heads"
                )
            }
            Self::Heads { heads, width, least, most } => write!(
                f,
                "the width {width} does not divide into {heads} heads of {least} to {most}; choose another number or width"
            ),
            Self::NoDivisor { key, given, of } => {
                write!(
                    f,
                    "{key} {given} does not divide {of}, the channels of this decoder; choose a power of 2"
                )
            }
            Self::NoBlocks => {
                f.write_str("joint_blocks and single_blocks are both 0; give it at least one block")
            }
            Self::DualBlocks { dual, joint } => write!(
                f,
                "dual_attention_blocks {dual} are more than the {joint} joint_blocks, of which they are the first"
            ),
            Self::OddBlocks { blocks } => {
                write!(f, "blocks {blocks} is odd; its blocks are joined in pairs: give an even number")
            }
            Self::FewTokens { given, least } => {
                write!(f, "tokens {given} is fewer than its text encoders hand over; give {least} or more")
            }
            Self::ManyWeights { weights } => write!(
                f,
                "its denoiser would have {} weights; at most {} can be counted: make it smaller",
                whole(*weights),
                whole(MOST_WEIGHTS)
            ),
            Self::ManyOperations { side } => write!(
                f,
                "even at {side} px a pass is more than {} GFLOP, the most that can be counted: make it smaller",
                significant(MOST_OPERATIONS as f64 / OPERATIONS_PER_GFLOP, 3)
            ),
            Self::ManyDescriptions => write!(
                f,
                "{MOST_KEPT} other architectures were described before it, the most that are kept; start anew for more"
            ),
        }
    }
}

//! The text encoders, one type for all.

use candle_core::Result;
use wattpix_core::model::text_encoder::TextEncoder as Architecture;

use crate::engine::detail::TextDetail;
use crate::engine::text::clip::Clip;
use crate::engine::text::qwen2::Qwen2;
use crate::engine::text::t5::T5;
use crate::engine::weights::Weights;

/// A text encoder with its weights.
#[derive(Debug)]
pub enum TextEncoder {
    /// CLIP's text tower.
    Clip(Clip),
    /// T5's encoder.
    T5(T5),
    /// Qwen2.5-VL's language model.
    Qwen2(Qwen2),
}

impl TextEncoder {
    /// Reads the encoder from the root of a checkpoint.
    pub fn load(weights: &Weights, architecture: &Architecture, detail: TextDetail) -> Result<Self> {
        match detail {
            TextDetail::Clip { vocabulary, activation } => {
                Clip::load(weights, architecture, vocabulary, activation).map(Self::Clip)
            }
            TextDetail::T5 { vocabulary } => T5::load(weights, architecture, vocabulary).map(Self::T5),
            TextDetail::Qwen2 { vocabulary } => {
                Qwen2::load(weights, architecture, vocabulary).map(Self::Qwen2)
            }
        }
    }
}

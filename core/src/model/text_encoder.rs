//! Text encoders: from the prompt's tokens to the states that condition the denoiser.

use crate::flops::Flops;
use crate::flops::atom::linear;
use crate::flops::block::Transformer;

/// How many tokens an encoder reads when the denoiser sees a given number of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncoderTokens {
    /// Always as many: CLIP pads or cuts to its position table.
    Fixed(u64),
    /// As many as the denoiser sees.
    Seen,
    /// What the denoiser sees besides this many tokens of other encoders.
    SeenBut(u64),
    /// What the denoiser sees and this many more, dropped after encoding (a prompt template).
    SeenAnd(u64),
}

impl EncoderTokens {
    /// Tokens that the encoder reads.
    pub const fn count(self, seen_by_denoiser: u64) -> u64 {
        match self {
            Self::Fixed(tokens) => tokens,
            Self::Seen => seen_by_denoiser,
            Self::SeenBut(others) => seen_by_denoiser.saturating_sub(others),
            Self::SeenAnd(template) => seen_by_denoiser + template,
        }
    }
}

/// A text encoder of a pipeline: a stack of transformer blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoder {
    /// Its name in the field.
    pub name: &'static str,
    /// Its weights, as diffusers or transformers count them (without language-model head).
    pub parameters: u64,
    /// How many tokens it reads.
    pub tokens: EncoderTokens,
    /// Blocks that are run.
    pub layers: u64,
    /// The block.
    pub block: Transformer,
    /// Output width of the projection of the pooled token, where there is one.
    pub pooled_projection: Option<u64>,
}

impl TextEncoder {
    /// Encoding one prompt. Token embeddings are look-ups and cost no multiplication.
    pub fn flops(&self, text_tokens_seen: u64) -> Flops {
        let pooled =
            self.pooled_projection.map_or(Flops::ZERO, |outputs| linear(1, self.block.width, outputs));
        self.block.flops(self.tokens.count(text_tokens_seen)) * self.layers + pooled
    }
}

/// CLIP's text tower over its 77 positions, perceptron of ratio 4.
pub const fn clip(
    name: &'static str,
    parameters: u64,
    layers: u64,
    width: u64,
    projected: bool,
) -> TextEncoder {
    TextEncoder {
        name,
        parameters,
        tokens: EncoderTokens::Fixed(CLIP_TOKENS),
        layers,
        block: Transformer { width, query_width: width, key_width: width, inner: 4 * width, gated: false },
        pooled_projection: if projected { Some(width) } else { None },
    }
}

/// Positions of CLIP's text tower.
pub const CLIP_TOKENS: u64 = 77;

/// The encoder of T5 v1.1 XXL: 24 layers of width 4096, gated perceptron of width 10,240.
pub const fn t5_xxl(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder {
        name: "T5 v1.1 XXL",
        parameters: 4_762_310_656,
        tokens,
        layers: 24,
        block: Transformer { width: 4096, query_width: 4096, key_width: 4096, inner: 10_240, gated: true },
        pooled_projection: None,
    }
}

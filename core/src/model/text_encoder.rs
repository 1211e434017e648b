//! Text encoders: from the prompt's tokens to the states that condition the denoiser.

use crate::flops::Work;
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
    pub fn work(&self, text_tokens_seen: u64) -> Work {
        let pooled =
            self.pooled_projection.map_or(Work::ZERO, |outputs| linear(1, self.block.width, outputs));
        self.block.work(self.tokens.count(text_tokens_seen)) * self.layers + pooled
    }
}

/// A block whose query, key and value heads, 64 wide, add up to the width of its states.
const fn plain(width: u64, inner: u64, gated: bool) -> Transformer {
    Transformer { width, query_width: width, key_width: width, head_width: 64, inner, gated }
}

/// A block of a language model: gated, with fewer key than query heads.
const fn grouped(width: u64, query_width: u64, key_width: u64, head_width: u64, inner: u64) -> Transformer {
    Transformer { width, query_width, key_width, head_width, inner, gated: true }
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
        block: plain(width, 4 * width, false),
        pooled_projection: if projected { Some(width) } else { None },
    }
}

/// Positions of CLIP's text tower.
pub const CLIP_TOKENS: u64 = 77;

/// CLIP ViT-L/14 without the projection of its pooled token.
pub const CLIP_L: TextEncoder = clip("CLIP-L", 123_060_480, 12, 768, false);

/// CLIP ViT-L/14 with it.
pub const CLIP_L_PROJECTED: TextEncoder = clip("CLIP-L", 123_650_304, 12, 768, true);

/// OpenCLIP ViT-bigG/14.
pub const OPENCLIP_BIGG: TextEncoder = clip("OpenCLIP bigG", 694_659_840, 32, 1280, true);

/// The encoder of T5 v1.1 XXL: 24 layers of width 4096, gated perceptron of width 10,240.
pub const fn t5_xxl(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder {
        name: "T5 v1.1 XXL",
        parameters: 4_762_310_656,
        tokens,
        layers: 24,
        block: plain(4096, 10_240, true),
        pooled_projection: None,
    }
}

/// The encoder of mT5 XL.
pub const fn mt5_xl(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder {
        name: "mT5 XL",
        parameters: 1_669_958_656,
        tokens,
        layers: 24,
        block: plain(2048, 5120, true),
        pooled_projection: None,
    }
}

/// BERT large for Chinese over the 77 tokens that its pipeline pads to, with the layer over its first token.
pub const BERT_LARGE: TextEncoder = TextEncoder {
    name: "BERT large",
    parameters: 352_035_840,
    tokens: EncoderTokens::Fixed(CLIP_TOKENS),
    layers: 24,
    block: plain(1024, 4096, false),
    pooled_projection: Some(1024),
};

/// Gemma 2 2B without its language-model head.
pub const GEMMA2_2B: TextEncoder = TextEncoder {
    name: "Gemma 2 2B",
    parameters: 2_614_341_888,
    tokens: EncoderTokens::Seen,
    layers: 26,
    block: grouped(2304, 2048, 1024, 256, 9216),
    pooled_projection: None,
};

/// Qwen3 4B without its language-model head. All layers run, though the pipelines read earlier ones.
pub const QWEN3_4B: TextEncoder = TextEncoder {
    name: "Qwen3 4B",
    parameters: 4_022_468_096,
    tokens: EncoderTokens::Seen,
    layers: 36,
    block: grouped(2560, 4096, 1024, 128, 9728),
    pooled_projection: None,
};

/// Qwen3 8B, likewise.
pub const QWEN3_8B: TextEncoder = TextEncoder {
    name: "Qwen3 8B",
    parameters: 7_568_405_504,
    tokens: EncoderTokens::Seen,
    layers: 36,
    block: grouped(4096, 4096, 1024, 128, 12_288),
    pooled_projection: None,
};

/// The language model of Mistral Small 24B, likewise; its vision tower reads no prompt and is left out.
pub const MISTRAL_SMALL_24B: TextEncoder = TextEncoder {
    name: "Mistral Small 24B",
    parameters: 22_901_314_560,
    tokens: EncoderTokens::Seen,
    layers: 40,
    block: grouped(5120, 4096, 1024, 128, 32_768),
    pooled_projection: None,
};

//! Text encoders: from the prompt's tokens to the states that condition the denoiser.

use crate::flops::atom::{elementwise, linear};
use crate::flops::block::Transformer;
use crate::flops::elementwise::{
    COPY, GATED, GELU_FORMULA, GELU_SIGMOID, JOIN, RmsNorm, Rotary, affine_layer_norm,
};
use crate::flops::{RunBytes, Work};

/// Number of tokens an encoder reads, given the number that the denoiser sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncoderTokens {
    /// Always as many: CLIP pads or cuts to its position table.
    Fixed(u64),
    /// The number that the denoiser sees.
    Seen,
    /// The number that the denoiser sees, less this many of other encoders.
    SeenBut(u64),
    /// The number that the denoiser sees and this many more, dropped after encoding (a prompt template).
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

/// The class of transformers that runs an encoder: element-wise kernels are those of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncoderClass {
    /// `CLIPTextModel` with its GELU as a sigmoid.
    ClipQuick,
    /// `CLIPTextModel`.
    Clip,
    /// `BertModel`.
    Bert,
    /// `T5EncoderModel`, gated.
    T5,
    /// `UMT5EncoderModel`: each layer looks up positions of its own.
    Umt5,
    /// `Gemma2Model`, whose scores are capped, so that its attention is no single kernel.
    Gemma2,
    /// `Qwen2_5_VLTextModel` and `MistralModel`.
    Llama,
    /// `Qwen3Model`: its queries and keys pass a norm.
    Qwen3,
    /// `GlmModel`: half of each query and key is turned.
    Glm,
}

impl EncoderClass {
    /// Returns the bytes that element-wise kernels of `layers` blocks, and of what surrounds them, read and write.
    fn elementwise(self, block: &Transformer, tokens: u64, layers: u64) -> RunBytes {
        let Transformer { width, query_width, key_width, head_width, inner, .. } = *block;
        let (numbers, inner) = (tokens * width, tokens * inner);
        let residuals = JOIN * (2 * numbers);
        // Rows of a table, found by whole numbers of 64 bits.
        let embedded = COPY * numbers + RunBytes::wide(2) * tokens;
        let layer_norm = affine_layer_norm(tokens, width);
        // Keys and values go through a cache, which copies them.
        let rotary = Rotary::Own.over(tokens, query_width, head_width)
            + Rotary::Own.over(tokens, key_width, head_width)
            + COPY * (2 * tokens * key_width);
        let (layer, once) = match self {
            Self::ClipQuick | Self::Clip => {
                let activation = if self == Self::ClipQuick { GELU_SIGMOID } else { COPY };
                // The end of the text is found in the tokens, and its state is taken out.
                let pooled = COPY * width + RunBytes::wide(4) * tokens + RunBytes::wide(8);
                (layer_norm * 2 + activation * inner, embedded * 2 + JOIN * numbers + layer_norm + pooled)
            }
            Self::Bert => {
                // The kinds of tokens are looked up; the first token's state is activated.
                let pooled = COPY * width + RunBytes::wide(6) * tokens;
                (layer_norm * 2 + COPY * inner, embedded * 3 + JOIN * (2 * numbers) + layer_norm + pooled)
            }
            Self::T5 | Self::Umt5 => {
                let norm = RmsNorm::Diffusers.over(tokens, width);
                // The bias of the scores, a number for each head and pair of tokens, is copied by each layer. Once it is
                // looked up for each pair, from rows and columns of positions.
                let heads = query_width / head_width;
                let pairs = tokens * tokens;
                let bias = COPY * (heads * pairs);
                let looked_up = bias + POSITION_BUCKETS * pairs + RunBytes::wide(12) * tokens;
                let layer = norm * 2 + (GELU_FORMULA + JOIN) * inner + bias;
                if self == Self::Umt5 {
                    (layer + looked_up, embedded + norm)
                } else {
                    (layer, embedded + norm + looked_up)
                }
            }
            Self::Gemma2 => {
                let norm =
                    RmsNorm::Torch.over(tokens, width) + (RunBytes::cast(1) + RunBytes::wide(2)) * width;
                // Scaled, capped (divided, tanh, scaled), masked; cast for a softmax of 32 bits and back.
                let scores = tokens * tokens * query_width / head_width;
                let score = COPY * 5 + RunBytes::cast(2) + RunBytes::wide(2);
                let attend = score * scores
                    // Keys and values are repeated for each query head; the result is copied to another layout.
                    + RunBytes::own(2 * tokens * (key_width + query_width))
                    + COPY * (tokens * query_width);
                (norm * 4 + rotary + attend + GATED * inner, embedded + COPY * numbers + norm)
            }
            Self::Llama | Self::Qwen3 => {
                let norm = RmsNorm::Transformers.over(tokens, width);
                let heads = |width| RmsNorm::Transformers.over_heads(tokens, width, head_width);
                let query_norms =
                    if self == Self::Qwen3 { heads(query_width) + heads(key_width) } else { RunBytes::ZERO };
                (norm * 2 + query_norms + rotary + GATED * inner, embedded + norm)
            }
            Self::Glm => {
                let norm = RmsNorm::Transformers.over(tokens, width);
                // The half that is turned is joined with the other.
                let half =
                    |width| Rotary::Own.over(tokens, width / 2, head_width / 2) + COPY * (tokens * width);
                let attend = half(query_width) + half(key_width) + COPY * (2 * tokens * key_width);
                (norm * 2 + attend + GATED * inner, embedded + norm)
            }
        };
        (layer + residuals) * layers + once
    }
}

/// From a pair of positions to the bucket of its distance (T5): 18 kernels over whole numbers of 64 bits, truths of 8 and
/// logarithms of 32; then the bucket is read to look up the bias.
const POSITION_BUCKETS: RunBytes = RunBytes { at_16_bit: 244, at_32_bit: 244 };

/// A text encoder of a pipeline: a stack of transformer blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoder {
    /// Common name of the encoder.
    pub name: &'static str,
    /// Number of weights, as diffusers or transformers count them (without language-model head).
    pub parameters: u64,
    /// Number of tokens it reads.
    pub tokens: EncoderTokens,
    /// Blocks that are run.
    pub layers: u64,
    /// The class that runs it.
    pub class: EncoderClass,
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
        let tokens = self.tokens.count(text_tokens_seen);
        let kernels = self.class.elementwise(&self.block, tokens, self.layers);
        self.block.work(tokens) * self.layers + pooled + elementwise(kernels)
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

/// CLIP's text tower over its 77 positions, MLP of ratio 4.
pub const fn clip(
    name: &'static str,
    parameters: u64,
    layers: u64,
    width: u64,
    class: EncoderClass,
    projected: bool,
) -> TextEncoder {
    TextEncoder {
        name,
        parameters,
        tokens: EncoderTokens::Fixed(CLIP_TOKENS),
        layers,
        class,
        block: plain(width, 4 * width, false),
        pooled_projection: if projected { Some(width) } else { None },
    }
}

/// Positions of CLIP's text tower.
pub const CLIP_TOKENS: u64 = 77;

/// CLIP ViT-L/14 without the projection of its pooled token.
pub const CLIP_L: TextEncoder = clip("CLIP-L", 123_060_480, 12, 768, EncoderClass::ClipQuick, false);

/// CLIP ViT-L/14 with it.
pub const CLIP_L_PROJECTED: TextEncoder = clip("CLIP-L", 123_650_304, 12, 768, EncoderClass::ClipQuick, true);

/// OpenCLIP ViT-bigG/14.
pub const OPENCLIP_BIGG: TextEncoder = clip("OpenCLIP bigG", 694_659_840, 32, 1280, EncoderClass::Clip, true);

/// The encoder of T5 v1.1 XXL: 24 layers of width 4096, gated MLP of width 10,240.
pub const fn t5_xxl(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder {
        name: "T5 v1.1 XXL",
        parameters: 4_762_310_656,
        tokens,
        layers: 24,
        class: EncoderClass::T5,
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
        class: EncoderClass::T5,
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
    class: EncoderClass::Bert,
    block: plain(1024, 4096, false),
    pooled_projection: Some(1024),
};

/// Gemma 2 2B without its language-model head.
pub const GEMMA2_2B: TextEncoder = TextEncoder {
    name: "Gemma 2 2B",
    parameters: 2_614_341_888,
    tokens: EncoderTokens::Seen,
    layers: 26,
    class: EncoderClass::Gemma2,
    block: grouped(2304, 2048, 1024, 256, 9216),
    pooled_projection: None,
};

/// Qwen3 4B without its language-model head. All layers run, though the pipelines read earlier ones.
pub const QWEN3_4B: TextEncoder = TextEncoder {
    name: "Qwen3 4B",
    parameters: 4_022_468_096,
    tokens: EncoderTokens::Seen,
    layers: 36,
    class: EncoderClass::Qwen3,
    block: grouped(2560, 4096, 1024, 128, 9728),
    pooled_projection: None,
};

/// Qwen3 8B, likewise.
pub const QWEN3_8B: TextEncoder = TextEncoder {
    name: "Qwen3 8B",
    parameters: 7_568_405_504,
    tokens: EncoderTokens::Seen,
    layers: 36,
    class: EncoderClass::Qwen3,
    block: grouped(4096, 4096, 1024, 128, 12_288),
    pooled_projection: None,
};

/// The language model of Mistral Small 24B, likewise; its vision tower reads no prompt and is left out.
pub const MISTRAL_SMALL_24B: TextEncoder = TextEncoder {
    name: "Mistral Small 24B",
    parameters: 22_901_314_560,
    tokens: EncoderTokens::Seen,
    layers: 40,
    class: EncoderClass::Llama,
    block: grouped(5120, 4096, 1024, 128, 32_768),
    pooled_projection: None,
};

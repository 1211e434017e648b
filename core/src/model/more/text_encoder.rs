//! Text encoders that only these models have.

use crate::flops::block::Transformer;
use crate::model::text_encoder::{EncoderClass, EncoderTokens, QWEN3_4B, TextEncoder};

/// Qwen3 1.7B without its language-model head.
pub(super) const fn qwen3_1700m(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder {
        name: "Qwen3 1.7B",
        parameters: 1_720_574_976,
        tokens,
        layers: 28,
        class: EncoderClass::Qwen3,
        block: Transformer {
            width: 2048,
            query_width: 2048,
            key_width: 1024,
            head_width: 128,
            inner: 6144,
            gated: true,
        },
        pooled_projection: None,
    }
}

/// The language model of Qwen2.5-VL 7B without its head; its vision tower reads no prompt and is left out.
pub(super) const fn qwen25_vl_7b(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder {
        name: "Qwen2.5-VL 7B",
        parameters: 7_070_619_136,
        tokens,
        layers: 28,
        class: EncoderClass::Llama,
        block: Transformer {
            width: 3584,
            query_width: 3584,
            key_width: 512,
            head_width: 128,
            inner: 18_944,
            gated: true,
        },
        pooled_projection: None,
    }
}

/// The encoder of Pile-T5 XL.
pub(super) const PILE_T5_XL: TextEncoder = TextEncoder {
    name: "Pile-T5 XL",
    parameters: 1_223_550_976,
    tokens: EncoderTokens::Seen,
    layers: 24,
    class: EncoderClass::Umt5,
    block: Transformer {
        width: 2048,
        query_width: 2048,
        key_width: 2048,
        head_width: 64,
        inner: 5120,
        gated: true,
    },
    pooled_projection: None,
};

/// GLM-4 9B without its language-model head.
pub(super) const GLM4_9B: TextEncoder = TextEncoder {
    name: "GLM-4 9B",
    parameters: 8_779_194_368,
    tokens: EncoderTokens::Seen,
    layers: 40,
    class: EncoderClass::Glm,
    block: Transformer {
        width: 4096,
        query_width: 4096,
        key_width: 256,
        head_width: 128,
        inner: 13_696,
        gated: true,
    },
    pooled_projection: None,
};

/// The encoder of ByT5 small, which reads the glyphs between quotation marks of a prompt; without any it is not run.
pub(super) const BYT5_SMALL: TextEncoder = TextEncoder {
    name: "ByT5 small",
    parameters: 217_657_472,
    tokens: EncoderTokens::Fixed(0),
    layers: 12,
    class: EncoderClass::T5,
    block: Transformer {
        width: 1472,
        query_width: 384,
        key_width: 384,
        head_width: 64,
        inner: 3584,
        gated: true,
    },
    pooled_projection: None,
};

/// The language model of Qwen3-VL 4B without its head; its vision tower reads no prompt and is left out.
pub(super) const fn qwen3_vl_4b(tokens: EncoderTokens) -> TextEncoder {
    TextEncoder { name: "Qwen3-VL 4B", tokens, ..QWEN3_4B }
}

//! My model: what it is, and by whom. Described as `hunyuandit-1.2~tokens:205~blocks:12`.

use super::cross_dit::{Conditioning, CrossDit, Mlp, SelfAttention, TextProjection};
use super::decoder::Decoder;
use super::text_encoder::{EncoderClass, EncoderTokens, TextEncoder};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::{Transformer};
#[cfg(feature = "sources")]
use crate::source::Source;
use crate::setting::Guidance;

/// My model.
pub static MY_MODEL: Model = Model {
    id: "my-model",
    label: "My model",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &[],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels { width: 1024, height: 1024 },
        steps: 50,
        guidance: Guidance::On,
        text_tokens: 205,
    },
    sides: Sides { multiple_of: 16, min: 128, max: 4096 },
    text_tokens: (205, 205),
    text_encoders: &[
        TextEncoder {
            name: "BERT large",
            parameters: 352_035_840,
            tokens: EncoderTokens::Fixed(77),
            layers: 24,
            class: EncoderClass::Bert,
            block: Transformer { width: 1024, query_width: 1024, key_width: 1024, head_width: 64, inner: 4096, gated: false },
            pooled_projection: Some(1024),
        },
        TextEncoder {
            name: "mT5 XL",
            parameters: 1_669_958_656,
            tokens: EncoderTokens::SeenBut(77),
            layers: 24,
            class: EncoderClass::T5,
            block: Transformer { width: 2048, query_width: 2048, key_width: 2048, head_width: 64, inner: 5120, gated: true },
            pooled_projection: None,
        },
    ],
    denoiser: Denoiser::CrossDit(CrossDit {
        width: 1408,
        head_width: 88,
        blocks: 12,
        skips: 5,
        latent_channels: 4,
        output_channels: 8,
        patch: 2,
        self_attention: SelfAttention::Dense,
        mlp: Mlp::Plain,
        inner: 6144,
        text: TextProjection { but: 77, inputs: 2048, inner: 8192, outputs: 1024 },
        conditioning: Conditioning::PooledText { pooled_width: 1024 },
        position_table: None,
        query_norms: false,
        guidance_input: false,
    }),
    denoiser_parameters: 489_383_328,
    decoder: Decoder::Kl { channels: &[128, 256, 512, 512], blocks_per_level: 3, latent_channels: 4, post_quant: true },
    decoder_parameters: 49_490_199,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

// Each number needs a document that says so, at a commit.
#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[Source {
    title: "My model, published configuration",
    locator: "denoiser: layers, heads, widths",
    url: "https://",
}];

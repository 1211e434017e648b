//! My model: what it is, and by whom. Described as `sana-1.6b~blocks:9~patch:2`.

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
        steps: 20,
        guidance: Guidance::On,
        text_tokens: 300,
    },
    sides: Sides { multiple_of: 64, min: 128, max: 4096 },
    text_tokens: (1, 300),
    text_encoders: &[
        TextEncoder {
            name: "Gemma 2 2B",
            parameters: 2_614_341_888,
            tokens: EncoderTokens::Seen,
            layers: 26,
            class: EncoderClass::Gemma2,
            block: Transformer { width: 2304, query_width: 2048, key_width: 1024, head_width: 256, inner: 9216, gated: true },
            pooled_projection: None,
        },
    ],
    denoiser: Denoiser::CrossDit(CrossDit {
        width: 2240,
        head_width: 112,
        blocks: 9,
        skips: 0,
        latent_channels: 32,
        output_channels: 32,
        patch: 2,
        self_attention: SelfAttention::Linear { head_width: 32 },
        mlp: Mlp::GatedConv,
        inner: 5600,
        text: TextProjection { but: 0, inputs: 2304, inner: 2240, outputs: 2240 },
        conditioning: Conditioning::Single,
        position_table: None,
        query_norms: false,
        guidance_input: false,
    }),
    denoiser_parameters: 747_765_888,
    decoder: Decoder::DeepCompression { channels: &[128, 256, 512, 512, 1024, 1024], blocks_per_level: 3, first_attention: 3, head_width: 32, latent_channels: 32 },
    decoder_parameters: 159_223_171,
    latent_scale: 32,
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

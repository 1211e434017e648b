//! My model: what it is, and by whom. Described as `single-stream-dit~encoders:qwen-image~width:1536`.

use super::next_dit::{NextDit, NextDitClass};
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
        text_tokens: 12,
    },
    sides: Sides { multiple_of: 16, min: 128, max: 4096 },
    text_tokens: (1, 1024),
    text_encoders: &[
        TextEncoder {
            name: "Qwen2.5-VL 7B",
            parameters: 7_070_619_136,
            tokens: EncoderTokens::SeenAnd(34),
            layers: 28,
            class: EncoderClass::Llama,
            block: Transformer { width: 3584, query_width: 3584, key_width: 512, head_width: 128, inner: 18_944, gated: true },
            pooled_projection: None,
        },
    ],
    denoiser: Denoiser::NextDit(NextDit {
        class: NextDitClass::Lumina2,
        block: Transformer { width: 1536, query_width: 1536, key_width: 1536, head_width: 96, inner: 4096, gated: true },
        blocks: 24,
        refiners: 2,
        latent_channels: 16,
        patch: 2,
        padded_to: 1,
        text_width: 3584,
        time_widths: [1024, 1024],
    }),
    denoiser_parameters: 965_233_984,
    decoder: Decoder::Kl { channels: &[128, 256, 512, 512], blocks_per_level: 3, latent_channels: 16, post_quant: false },
    decoder_parameters: 49_545_475,
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

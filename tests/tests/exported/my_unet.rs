//! My model: what it is, and by whom. Described as `sdxl~encoders:sd2.1~levels:4~channels_4:1536`.

use super::unet::{Heads, Level, Levels, UNet};
use super::decoder::Decoder;
use super::text_encoder::{EncoderClass, EncoderTokens, TextEncoder};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::{Projection, Transformer};
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
        text_tokens: 77,
    },
    sides: Sides { multiple_of: 8, min: 128, max: 4096 },
    text_tokens: (1, 1024),
    text_encoders: &[
        TextEncoder {
            name: "OpenCLIP-H",
            parameters: 340_387_840,
            tokens: EncoderTokens::Fixed(77),
            layers: 23,
            class: EncoderClass::Clip,
            block: Transformer { width: 1024, query_width: 1024, key_width: 1024, head_width: 64, inner: 4096, gated: false },
            pooled_projection: None,
        },
    ],
    denoiser: Denoiser::UNet(UNet {
        levels: Levels::of([
            Level { channels: 320, transformer_layers: 0 },
            Level { channels: 640, transformer_layers: 2 },
            Level { channels: 1280, transformer_layers: 10 },
            Level { channels: 1536, transformer_layers: 10 },
        ]),
        blocks_per_level: 2,
        heads: Heads::Width(64),
        latent_channels: 4,
        text_width: 1024,
        projection: Projection::Linear,
        middle_layers: 10,
        added_features: Some(2816),
        guidance_features: None,
    }),
    denoiser_parameters: 5_199_600_132,
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

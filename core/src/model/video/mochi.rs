//! Mochi 1: a text-to-video model by Genmo.

use super::{MochiDecoder, MochiDit, MochiLevel};
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::text_encoder::{EncoderTokens, t5_xxl};
use crate::model::{Defaults, Denoiser, Family, Frames, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Mochi 1 preview.
pub static MOCHI_1: Model = Model {
    id: "mochi-1",
    label: "Mochi 1",
    aliases: &["mochi"],
    #[cfg(feature = "names")]
    hub_ids: &["genmo/mochi-1-preview"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels { width: 848, height: 480 },
        steps: 64,
        guidance: Guidance::On,
        text_tokens: 256,
    },
    sides: Sides { multiple_of: 16, min: 128, max: super::MOST_SIDE },
    text_tokens: (1, 256),
    text_encoders: &[t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 163, multiple_of: 6, most: 163, per_second: 30 }),
        experts: 1,
        latent_channels: 12,
        patch: 2,
        patch_frames: 1,
        network: &MochiDit {
            width: 3072,
            text_width: 1536,
            head_width: 128,
            blocks: 48,
            inner: 8192,
            text_inner: 4096,
        },
    }),
    denoiser_parameters: 10_027_677_744,
    decoder: Decoder::Class(&MochiDecoder {
        levels: &[
            MochiLevel { channels: 768, blocks: 3 + 6, frames: 3 },
            MochiLevel { channels: 512, blocks: 4, frames: 2 },
            MochiLevel { channels: 256, blocks: 3, frames: 1 },
            MochiLevel { channels: 128, blocks: 3, frames: 1 },
        ],
        latent_channels: 12,
    }),
    decoder_parameters: 362_526_595,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, MochiTransformer3DModel",
        locator: "blocks; layers and widths as the class has them by default; the last block changes the text no more",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_mochi.py",
    },
    Source {
        title: "diffusers, AutoencoderKLMochi",
        locator: "decoder: all frames at once, of which the first five are dropped",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_mochi.py",
    },
    Source {
        title: "diffusers, MochiPipeline",
        locator: "848 × 480 px, 64 steps, guidance, 256 text tokens",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/mochi/pipeline_mochi.py",
    },
    Source {
        title: "Mochi 1, README",
        locator: "163 frames at 848 × 480 px in its example; 30 frames a second, up to 5.4 seconds",
        url: "https://github.com/genmoai/mochi/blob/9fd7fdd46fb75f91cc3b7c850a2fe415e71c536f/README.md",
    },
    crate::model::source::T5_XXL,
];

//! LTX-Video: a text-to-video model of two billion weights by Lightricks.

use super::{LtxVideoDecoder, LtxVideoDit};
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::text_encoder::{EncoderTokens, t5_xxl};
use crate::model::{Defaults, Denoiser, Family, Frames, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// LTX-Video 0.9, two billion weights.
pub static LTX_VIDEO: Model = Model {
    id: "ltx-video",
    label: "LTX-Video 2B 0.9",
    aliases: &["ltx"],
    #[cfg(feature = "names")]
    hub_ids: &["Lightricks/LTX-Video"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels { width: 704, height: 480 },
        steps: 50,
        guidance: Guidance::On,
        text_tokens: 128,
    },
    sides: Sides { multiple_of: 32, min: 128, max: super::MOST_SIDE },
    text_tokens: (1, 256),
    text_encoders: &[t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 161, multiple_of: 8, most: 257, per_second: 24 }),
        experts: 1,
        latent_channels: 128,
        patch: 1,
        patch_frames: 1,
        network: &LtxVideoDit { width: 2048, head_width: 64, blocks: 28 },
    }),
    denoiser_parameters: 1_923_385_472,
    decoder: Decoder::Class(&LtxVideoDecoder {
        levels: &[(512, 3), (512, 3), (256, 3), (128, 4)],
        middle_blocks: 4,
        latent_channels: 128,
        patch: 4,
    }),
    decoder_parameters: 238_789_296,
    latent_scale: 32,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, LTXVideoTransformer3DModel",
        locator: "blocks; layers and widths as the class has them by default",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_ltx.py",
    },
    Source {
        title: "diffusers, AutoencoderKLLTXVideo",
        locator: "decoder of version 0.9, as the class is by default: all frames at once",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_ltx.py",
    },
    Source {
        title: "diffusers, LTXPipeline",
        locator: "161 frames, 50 steps, guidance, 128 text tokens; sides in multiples of 32; its example has 704 × 480 px at 24 frames a second",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/ltx/pipeline_ltx.py",
    },
    Source {
        title: "LTX-Video, README",
        locator: "frames 1 above a multiple of 8, fewer than 257 by preference",
        url: "https://github.com/Lightricks/LTX-Video/blob/5a505aadb3a178780b18b7bdce87145e38b21677/README.md",
    },
    crate::model::source::T5_XXL,
];

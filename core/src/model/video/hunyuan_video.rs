//! HunyuanVideo: a text-to-video model by Tencent.

use super::{HunyuanVideoDecoder, HunyuanVideoDit};
use crate::flops::block::Transformer;
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::text_encoder::{CLIP_L, EncoderClass, EncoderTokens, TextEncoder};
use crate::model::{Defaults, Denoiser, Family, Frames, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Tokens of the prompt template that are encoded and then dropped.
const TEMPLATE_TOKENS: u64 = 95;

/// HunyuanVideo.
pub static HUNYUAN_VIDEO: Model = Model {
    id: "hunyuan-video",
    label: "HunyuanVideo",
    aliases: &["hunyuanvideo"],
    #[cfg(feature = "names")]
    hub_ids: &["hunyuanvideo-community/HunyuanVideo", "tencent/HunyuanVideo"],
    origin: Origin::Published,
    // Its guidance is embedded.
    defaults: Defaults {
        size: Pixels { width: 1280, height: 720 },
        steps: 50,
        guidance: Guidance::Off,
        text_tokens: 256,
    },
    sides: Sides { multiple_of: 16, min: 128, max: super::MOST_SIDE },
    text_tokens: (1, 256),
    text_encoders: &[
        TextEncoder {
            name: "Llama 3 8B",
            parameters: 7_505_186_816,
            tokens: EncoderTokens::SeenAnd(TEMPLATE_TOKENS),
            layers: 32,
            class: EncoderClass::Llama,
            block: Transformer {
                width: 4096,
                query_width: 4096,
                key_width: 1024,
                head_width: 128,
                inner: 14_336,
                gated: true,
            },
            pooled_projection: None,
        },
        CLIP_L,
    ],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 129, multiple_of: 4, most: super::MOST_FRAMES, per_second: 24 }),
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 1,
        network: &HunyuanVideoDit {
            width: 3072,
            head_width: 128,
            joint_blocks: 20,
            single_blocks: 40,
            refiners: 2,
        },
    }),
    denoiser_parameters: 12_821_012_544,
    decoder: Decoder::Class(&HunyuanVideoDecoder {
        channels: &[128, 256, 512, 512],
        blocks_per_level: 3,
        latent_channels: 16,
    }),
    decoder_parameters: 146_136_339,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, HunyuanVideoTransformer3DModel",
        locator: "blocks, refiner of the text, embedded guidance; layers and widths as the class has them by default",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_hunyuan_video.py",
    },
    Source {
        title: "diffusers, AutoencoderKLHunyuanVideo",
        locator: "decoder: tiles of five frames of the latent, three apart; not tiled in space unless asked",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_hunyuan_video.py",
    },
    Source {
        title: "diffusers, HunyuanVideoPipeline",
        locator: "1280 × 720 px, 129 frames, 50 steps, no second pass; 256 text tokens after 95 of a template",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/hunyuan_video/pipeline_hunyuan_video.py",
    },
    Source {
        title: "diffusers, conversion of HunyuanVideo",
        locator: "text encoder: the language model of llava-llama-3-8b",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_hunyuan_video_to_diffusers.py",
    },
    Source {
        title: "HunyuanVideo, README",
        locator: "720p, 129 frames, which its script saves at 24 a second",
        url: "https://github.com/Tencent-Hunyuan/HunyuanVideo/blob/d6c98e11bae8919588ccfaa002374c3240d68376/README.md",
    },
    crate::model::source::CLIP_L,
];

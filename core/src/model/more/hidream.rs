//! HiDream-I1: a text-to-image model by HiDream.ai with a mixture of experts.

use super::HiDreamDit;
use super::hidream_dit::Experts;
use crate::flops::block::Transformer;
use crate::model::class_dit::ClassDit;
use crate::model::decoder::{KL_16, KL_16_PARAMETERS};
#[cfg(feature = "sources")]
use crate::model::source;
use crate::model::text_encoder::{
    CLIP_L_PROJECTED, EncoderClass, EncoderTokens, OPENCLIP_BIGG, TextEncoder, t5_xxl,
};
use crate::model::{Defaults, Denoiser, Family, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// HiDream-I1 Full.
pub static HIDREAM_I1_FULL: Model = Model {
    id: "hidream-i1-full",
    label: "HiDream-I1-Full",
    aliases: &["hidream-i1", "hidream"],
    #[cfg(feature = "names")]
    hub_ids: &["HiDream-ai/HiDream-I1-Full"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 50, guidance: Guidance::On, text_tokens: 128 },
    // Its pipeline scales every size to a megapixel, and what is not square is filled up to as many tokens.
    sides: Sides { multiple_of: 1024, min: 1024, max: 1024 },
    // Its CLIP encoders read no more.
    text_tokens: (1, 218),
    text_encoders: &[
        TextEncoder { parameters: 123_758_592, tokens: EncoderTokens::Seen, ..CLIP_L_PROJECTED },
        TextEncoder { parameters: 694_840_320, tokens: EncoderTokens::Seen, ..OPENCLIP_BIGG },
        t5_xxl(EncoderTokens::Seen),
        TextEncoder {
            name: "Llama 3.1 8B",
            parameters: 7_504_924_672,
            tokens: EncoderTokens::Seen,
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
    ],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::MmDit,
        frames: None,
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 1,
        network: &HiDreamDit {
            width: 2560,
            head_width: 128,
            joint_blocks: 16,
            single_blocks: 32,
            text_inner: 6912,
            experts: Experts { all: 4, chosen: 2, inner: 6912, shared_inner: 3584 },
        },
    }),
    denoiser_parameters: 17_105_733_184,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// HiDream-I1 Dev, distilled to fewer steps without guidance.
pub static HIDREAM_I1_DEV: Model = Model {
    id: "hidream-i1-dev",
    label: "HiDream-I1-Dev",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["HiDream-ai/HiDream-I1-Dev"],
    defaults: Defaults { steps: 28, guidance: Guidance::Off, ..HIDREAM_I1_FULL.defaults },
    ..HIDREAM_I1_FULL
};

/// HiDream-I1 Fast, distilled further.
pub static HIDREAM_I1_FAST: Model = Model {
    id: "hidream-i1-fast",
    label: "HiDream-I1-Fast",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["HiDream-ai/HiDream-I1-Fast"],
    defaults: Defaults { steps: 16, guidance: Guidance::Off, ..HIDREAM_I1_FULL.defaults },
    ..HIDREAM_I1_FULL
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, HiDreamImageTransformer2DModel",
        locator: "blocks, experts, latents that are not square",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_hidream_image.py",
    },
    Source {
        title: "diffusers, HiDreamImagePipeline",
        locator: "1024 px, which every size is scaled to; 128 text tokens in all encoders, at most 218 in CLIP",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/hidream_image/pipeline_hidream_image.py",
    },
    Source {
        title: "HiDream-I1, README",
        locator: "17 billion weights; Full: 50 steps, guidance scale 5; Dev: 28 steps, Fast: 16 steps, no guidance; Llama 3.1 8B",
        url: "https://github.com/HiDream-ai/HiDream-I1/blob/101886b1ca29afed87978a0546d15ae28d25e695/README.md",
    },
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::T5_XXL,
    source::KL_16,
];

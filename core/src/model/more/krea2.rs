//! Krea 2: a text-to-image model by Krea, a single stream with a language model's states of several layers.

use super::Krea2Dit;
use super::krea2_dit::GatedBlock;
use super::text_encoder::qwen3_vl_4b;
use crate::model::class_dit::ClassDit;
use crate::model::qwen_image::QWEN_IMAGE;
#[cfg(feature = "sources")]
use crate::model::source;
use crate::model::text_encoder::EncoderTokens;
use crate::model::{Defaults, Denoiser, Family, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Tokens of the prompt template that are encoded and then dropped.
const TEMPLATE_TOKENS: u64 = 34;

/// Krea 2 Raw, which is not distilled.
pub static KREA2_RAW: Model = Model {
    id: "krea-2-raw",
    label: "Krea 2 Raw",
    aliases: &["krea-2"],
    #[cfg(feature = "names")]
    hub_ids: &["krea/Krea-2-Raw"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 28, guidance: Guidance::On, text_tokens: 512 },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[qwen3_vl_4b(EncoderTokens::SeenAnd(TEMPLATE_TOKENS))],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::NextDit,
        frames: None,
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 1,
        network: &Krea2Dit {
            block: GatedBlock { width: 6144, key_width: 1536, head_width: 128, inner: 16_384 },
            blocks: 28,
            text_block: GatedBlock { width: 2560, key_width: 2560, head_width: 128, inner: 6912 },
            text_layers: 12,
            layerwise_blocks: 2,
            refiner_blocks: 2,
        },
    }),
    denoiser_parameters: 12_820_073_036,
    decoder: QWEN_IMAGE.decoder,
    decoder_parameters: QWEN_IMAGE.decoder_parameters,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// Krea 2 Turbo, distilled to eight steps without guidance.
pub static KREA2_TURBO: Model = Model {
    id: "krea-2-turbo",
    label: "Krea 2 Turbo",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["krea/Krea-2-Turbo"],
    defaults: Defaults { steps: 8, guidance: Guidance::Off, ..KREA2_RAW.defaults },
    ..KREA2_RAW
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, Krea2Transformer2DModel",
        locator: "blocks, fusion of the text; layers and widths as the class has them by default",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_krea2.py",
    },
    Source {
        title: "diffusers, Krea2Pipeline",
        locator: "1024 px, 512 text tokens after 34 of a template, twelve layers of Qwen3-VL 4B; the decoder of Qwen-Image",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/krea2/pipeline_krea2.py",
    },
    Source {
        title: "diffusers, documentation of Krea 2",
        locator: "Raw: 28 steps with guidance; Turbo: 8 steps without",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/docs/source/en/api/pipelines/krea2.md",
    },
    Source {
        title: "diffusers, AutoencoderKLQwenImage",
        locator: "decoder; temporal upsampling is skipped for the first frame",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_qwenimage.py#L570-L709",
    },
    source::QWEN3,
];

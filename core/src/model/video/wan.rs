//! Wan 2.1 and 2.2: text-to-video models by Alibaba's Wan team.

use super::wan_dit::TimeStep;
use super::{WanDecoder, WanDit};
use crate::flops::block::Transformer;
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::text_encoder::{EncoderClass, EncoderTokens, TextEncoder};
use crate::model::{Defaults, Denoiser, Family, Frames, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// The encoder of UMT5 XXL, whose every layer has positions of its own. Its pipelines pad to 512 tokens.
const UMT5_XXL: TextEncoder = TextEncoder {
    name: "UMT5 XXL",
    parameters: 5_680_910_336,
    tokens: EncoderTokens::Seen,
    layers: 24,
    class: EncoderClass::Umt5,
    block: Transformer {
        width: 4096,
        query_width: 4096,
        key_width: 4096,
        head_width: 64,
        inner: 10_240,
        gated: true,
    },
    pooled_projection: None,
};

/// Sides of whole patches, and what the largest of the family's published sizes (1280 × 720) leaves room for.
const SIDES: Sides = Sides { multiple_of: 16, min: 128, max: super::MOST_SIDE };

/// Frames of Wan 2.1 and of the experts of Wan 2.2: five seconds and a frame.
const FRAMES: Frames = Frames { default: 81, multiple_of: 4, most: super::MOST_FRAMES, per_second: 16 };

const DEFAULTS: Defaults = Defaults {
    size: Pixels { width: 832, height: 480 },
    steps: 50,
    guidance: Guidance::On,
    text_tokens: 512,
};

/// 720p, which the larger models are made for.
const LARGE: Pixels = Pixels { width: 1280, height: 720 };

const DIT_14B: ClassDit = ClassDit {
    family: Family::Video,
    frames: Some(FRAMES),
    experts: 1,
    latent_channels: 16,
    patch: 2,
    patch_frames: 1,
    network: &WanDit { width: 5120, head_width: 128, blocks: 40, inner: 13_824, time_step: TimeStep::Shared },
};

/// Wan 2.1 T2V 1.3B.
pub static WAN21_1300M: Model = Model {
    id: "wan2.1-t2v-1.3b",
    label: "Wan 2.1 T2V 1.3B",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["Wan-AI/Wan2.1-T2V-1.3B-Diffusers", "Wan-AI/Wan2.1-T2V-1.3B"],
    origin: Origin::Published,
    defaults: DEFAULTS,
    sides: SIDES,
    text_tokens: (1, 512),
    text_encoders: &[UMT5_XXL],
    denoiser: Denoiser::Class(ClassDit {
        network: &WanDit {
            width: 1536,
            head_width: 128,
            blocks: 30,
            inner: 8960,
            time_step: TimeStep::Shared,
        },
        ..DIT_14B
    }),
    denoiser_parameters: 1_418_996_800,
    decoder: Decoder::Class(&WanDecoder {
        channels: &[96, 192, 384, 384],
        blocks_per_level: 3,
        latent_channels: 16,
        doubling_frames: 2,
        residual: false,
        patch: 1,
    }),
    decoder_parameters: 73_295_603,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// Wan 2.1 T2V 14B.
pub static WAN21_14B: Model = Model {
    id: "wan2.1-t2v-14b",
    label: "Wan 2.1 T2V 14B",
    #[cfg(feature = "names")]
    hub_ids: &["Wan-AI/Wan2.1-T2V-14B-Diffusers", "Wan-AI/Wan2.1-T2V-14B"],
    defaults: Defaults { size: LARGE, ..DEFAULTS },
    denoiser: Denoiser::Class(DIT_14B),
    denoiser_parameters: 14_288_491_584,
    ..WAN21_1300M
};

/// Wan 2.2 T2V A14B: an expert for the noisy steps and one for the others, each a network of 14 billion weights.
pub static WAN22_A14B: Model = Model {
    id: "wan2.2-t2v-a14b",
    label: "Wan 2.2 T2V A14B",
    #[cfg(feature = "names")]
    hub_ids: &["Wan-AI/Wan2.2-T2V-A14B-Diffusers", "Wan-AI/Wan2.2-T2V-A14B"],
    defaults: Defaults { size: LARGE, steps: 40, ..DEFAULTS },
    denoiser: Denoiser::Class(ClassDit { experts: 2, ..DIT_14B }),
    denoiser_parameters: 14_288_491_584,
    #[cfg(feature = "sources")]
    sources: SOURCES_22,
    ..WAN21_1300M
};

/// Wan 2.2 TI2V 5B, from text alone.
pub static WAN22_5B: Model = Model {
    id: "wan2.2-ti2v-5b",
    label: "Wan 2.2 TI2V 5B",
    #[cfg(feature = "names")]
    hub_ids: &["Wan-AI/Wan2.2-TI2V-5B-Diffusers", "Wan-AI/Wan2.2-TI2V-5B"],
    defaults: Defaults { size: Pixels { width: 1280, height: 704 }, ..DEFAULTS },
    sides: Sides { multiple_of: 32, ..SIDES },
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 121, per_second: 24, ..FRAMES }),
        latent_channels: 48,
        network: &WanDit {
            width: 3072,
            head_width: 128,
            blocks: 30,
            inner: 14_336,
            time_step: TimeStep::PerToken,
        },
        ..DIT_14B
    }),
    denoiser_parameters: 4_999_787_712,
    decoder: Decoder::Class(&WanDecoder {
        channels: &[256, 512, 1024, 1024],
        blocks_per_level: 3,
        latent_channels: 48,
        doubling_frames: 2,
        residual: true,
        patch: 2,
    }),
    decoder_parameters: 555_051_580,
    latent_scale: 16,
    #[cfg(feature = "sources")]
    sources: SOURCES_22,
    ..WAN21_1300M
};

#[cfg(feature = "sources")]
const CONVERSION: Source = Source {
    title: "diffusers, conversion of Wan",
    locator: "denoisers: layers, heads, widths; decoders: channels, blocks",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_wan_to_diffusers.py",
};

#[cfg(feature = "sources")]
const TRANSFORMER: Source = Source {
    title: "diffusers, WanTransformer3DModel",
    locator: "block and model; time steps of one number or one a token",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_wan.py",
};

#[cfg(feature = "sources")]
const DECODER: Source = Source {
    title: "diffusers, AutoencoderKLWan",
    locator: "decoder: one frame of the latent at a time, two frames handed on to the next; the first becomes one frame, others four",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_wan.py",
};

#[cfg(feature = "sources")]
const PIPELINE: Source = Source {
    title: "diffusers, WanPipeline",
    locator: "832 × 480 px, 81 frames, 50 steps, guidance, 512 text tokens; sides in multiples of 16, frames 1 above a multiple of 4; the example of 14B has 1280 × 720 px and 16 frames a second",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/wan/pipeline_wan.py",
};

#[cfg(feature = "sources")]
const UMT5: Source = Source {
    title: "transformers, UMT5EncoderModel",
    locator: "encoder; XXL has the widths of T5 v1.1 XXL and 256,384 rows of tokens, which its weights confirm",
    url: "https://github.com/huggingface/transformers/blob/19f5346140749359823ef26c4183bd8f1aed3db7/src/transformers/models/umt5/modeling_umt5.py",
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[CONVERSION, TRANSFORMER, DECODER, PIPELINE, UMT5];

#[cfg(feature = "sources")]
const SOURCES_22: &[Source] = &[
    Source {
        title: "Wan 2.2, README",
        locator: "A14B: 1280 × 720 px, two experts; TI2V-5B: 1280 × 704 px at 24 frames a second, compressed 16 × 16 × 4",
        url: "https://github.com/Wan-Video/Wan2.2/blob/f679b746c53721b69351164db49ae1149d069a46/README.md",
    },
    Source {
        title: "Wan 2.2, configurations",
        locator: "A14B: 81 frames, 40 steps, 16 frames a second; TI2V-5B: 121 frames, 50 steps, 24 frames a second",
        url: "https://github.com/Wan-Video/Wan2.2/blob/84b91a8719b2b2431f050eb1a8e584bb6fff68d0/wan/configs/__init__.py",
    },
    CONVERSION,
    TRANSFORMER,
    DECODER,
    PIPELINE,
    UMT5,
];

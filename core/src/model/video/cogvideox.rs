//! CogVideoX: text-to-video models by Zhipu AI and Tsinghua University.

use super::cogvideox_dit::Positions;
use super::{CogVideoXDecoder, CogVideoXDit};
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::text_encoder::{EncoderTokens, t5_xxl};
use crate::model::{Defaults, Denoiser, Family, Frames, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// CogVideoX 2B.
pub static COGVIDEOX_2B: Model = Model {
    id: "cogvideox-2b",
    label: "CogVideoX 2B",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["THUDM/CogVideoX-2b", "zai-org/CogVideoX-2b"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels { width: 720, height: 480 },
        steps: 50,
        guidance: Guidance::On,
        text_tokens: 226,
    },
    sides: Sides { multiple_of: 16, min: 128, max: super::MOST_SIDE },
    // Its table of positions begins with so many of the text.
    text_tokens: (226, 226),
    text_encoders: &[t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 49, multiple_of: 4, most: 49, per_second: 8 }),
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 1,
        network: &CogVideoXDit {
            width: 1920,
            head_width: 64,
            blocks: 30,
            positions: Positions::Added { kept: [90, 60, 13] },
            linear_patches: false,
        },
    }),
    denoiser_parameters: 1_693_783_872,
    decoder: Decoder::Class(&CogVideoXDecoder {
        channels: &[128, 256, 256, 512],
        blocks_per_level: 4,
        latent_channels: 16,
        doubling_frames: 2,
    }),
    decoder_parameters: 123_368_451,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// The wider network of both models of 5 billion weights.
const DIT_5B: CogVideoXDit = CogVideoXDit {
    width: 3072,
    head_width: 64,
    blocks: 42,
    positions: Positions::Rotary,
    linear_patches: false,
};

/// CogVideoX 5B.
pub static COGVIDEOX_5B: Model = Model {
    id: "cogvideox-5b",
    label: "CogVideoX 5B",
    #[cfg(feature = "names")]
    hub_ids: &["THUDM/CogVideoX-5b", "zai-org/CogVideoX-5b"],
    text_tokens: (1, 226),
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 49, multiple_of: 4, most: 49, per_second: 8 }),
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 1,
        network: &DIT_5B,
    }),
    denoiser_parameters: 5_570_283_072,
    ..COGVIDEOX_2B
};

/// CogVideoX 1.5 5B, whose patches have two frames; a frame is put before where they do not divide, and dropped before decoding.
pub static COGVIDEOX15_5B: Model = Model {
    id: "cogvideox1.5-5b",
    label: "CogVideoX 1.5 5B",
    #[cfg(feature = "names")]
    hub_ids: &["THUDM/CogVideoX1.5-5B", "zai-org/CogVideoX1.5-5B"],
    defaults: Defaults {
        size: Pixels { width: 1360, height: 768 },
        steps: 50,
        guidance: Guidance::On,
        text_tokens: 226,
    },
    text_tokens: (1, 226),
    denoiser: Denoiser::Class(ClassDit {
        family: Family::Video,
        frames: Some(Frames { default: 81, multiple_of: 4, most: 161, per_second: 16 }),
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 2,
        network: &CogVideoXDit { linear_patches: true, ..DIT_5B },
    }),
    denoiser_parameters: 5_570_676_352,
    ..COGVIDEOX_2B
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, CogVideoXTransformer3DModel",
        locator: "2B as the class is by default; 5B: 48 heads, 42 blocks, rotary positions; 1.5: patches of two frames",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/cogvideox_transformer_3d.py",
    },
    Source {
        title: "diffusers, conversion of CogVideoX",
        locator: "denoisers: heads, blocks, positions",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_cogvideox_to_diffusers.py",
    },
    Source {
        title: "diffusers, AutoencoderKLCogVideoX",
        locator: "decoder: two frames of the latent at a time, the first time three where their number is odd",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_cogvideox.py",
    },
    Source {
        title: "diffusers, CogVideoXPipeline",
        locator: "50 steps, guidance, 226 text tokens; frames that fill a patch of two",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/cogvideo/pipeline_cogvideox.py",
    },
    Source {
        title: "CogVideoX, README",
        locator: "720 × 480 px, 49 frames, 8 a second; 1.5: 1360 × 768 px, 81 or 161 frames, 16 a second",
        url: "https://github.com/zai-org/CogVideo/blob/a3429723be000288f09c8bb8c0d54d907bd6dc9a/README.md",
    },
    crate::model::source::T5_XXL,
];

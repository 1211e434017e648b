//! CogView4: a text-to-image model by Zhipu AI.

use super::CogView4Dit;
use super::text_encoder::GLM4_9B;
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::{Defaults, Denoiser, Family, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// CogView4 6B.
pub static COGVIEW4: Model = Model {
    id: "cogview4",
    label: "CogView4",
    aliases: &["cogview4-6b"],
    #[cfg(feature = "names")]
    hub_ids: &["THUDM/CogView4-6B", "zai-org/CogView4-6B"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 50,
        guidance: Guidance::On,
        // The paper's average prompt of 12 with the two tokens that begin every text, filled up to a multiple of 16.
        text_tokens: 16,
    },
    sides: Sides { max: 2048, ..Sides::multiples_of(16) },
    text_tokens: (1, 1024),
    text_encoders: &[GLM4_9B],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::NextDit,
        frames: None,
        experts: 1,
        latent_channels: 16,
        patch: 2,
        patch_frames: 1,
        network: &CogView4Dit {
            width: 4096,
            head_width: 128,
            blocks: 28,
            time_width: 512,
            size_features: 1536,
        },
    }),
    denoiser_parameters: 6_369_118_272,
    decoder: Decoder::Kl {
        channels: &[128, 512, 1024, 1024],
        blocks_per_level: 4,
        latent_channels: 16,
        post_quant: false,
    },
    decoder_parameters: 237_857_283,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, conversion of CogView4",
        locator: "denoiser: 28 blocks, 32 heads of 128, time step of 512; decoder: channels, blocks; text encoder: glm-4-9b-hf",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_cogview4_to_diffusers.py#L183-L231",
    },
    Source {
        title: "diffusers, CogView4Transformer2DModel",
        locator: "block and model",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_cogview4.py",
    },
    Source {
        title: "diffusers, CogView4Pipeline",
        locator: "50 steps, guidance, at most 1024 text tokens, filled up to a multiple of 16; sides in multiples of 16",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/cogview4/pipeline_cogview4.py",
    },
    Source {
        title: "CogView4, README",
        locator: "1024 px, 50 steps, guidance; 6 billion weights, sides up to 2048",
        url: "https://github.com/THUDM/CogView4/blob/12831bda2893bfb2f98227c2b687120021301301/README.md",
    },
    Source {
        title: "transformers, GlmConfig",
        locator: "GLM-4 9B as the class is by default: layers, widths, 2 key heads of 128",
        url: "https://github.com/huggingface/transformers/blob/19f5346140749359823ef26c4183bd8f1aed3db7/src/transformers/models/glm/configuration_glm.py",
    },
    Source {
        title: "Energy Scaling Laws for Diffusion Models",
        locator: "12 text tokens on average",
        url: "https://arxiv.org/abs/2511.17031v1",
    },
];

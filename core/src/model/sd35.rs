//! Stable Diffusion 3.5: rectified-flow MMDiT by Stability AI.

use super::decoder::{KL_16, KL_16_PARAMETERS};
use super::mmdit::{MmDit, Vectors};
use super::sd3::{SD3, TEXT_ENCODERS};
#[cfg(feature = "sources")]
use super::source;
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Unlike 3, queries and keys pass a norm.
const VECTORS: Vectors = Vectors { query_norms: true, ..SD3.vectors };

/// Stable Diffusion 3.5 Large.
pub static SD35_LARGE: Model = Model {
    id: "sd3.5-large",
    label: "Stable Diffusion 3.5 Large",
    aliases: &["sd35-large", "sd3.5"],
    #[cfg(feature = "names")]
    hub_ids: &["stabilityai/stable-diffusion-3.5-large"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 28,
        guidance: Guidance::On,
        // 77 of the CLIP encoders, 256 of T5.
        text_tokens: 333,
    },
    // The position table holds 192 × 192 patches of 16 pixels.
    sides: Sides { max: 192 * 16, ..Sides::multiples_of(16) },
    text_tokens: (78, 589),
    text_encoders: TEXT_ENCODERS,
    denoiser: Denoiser::MmDit(MmDit { width: 2432, joint_blocks: 38, vectors: VECTORS, ..SD3 }),
    denoiser_parameters: 8_056_627_520,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// Stable Diffusion 3.5 Large Turbo, distilled to four steps.
pub static SD35_LARGE_TURBO: Model = Model {
    id: "sd3.5-large-turbo",
    label: "Stable Diffusion 3.5 Large Turbo",
    aliases: &["sd35-large-turbo"],
    #[cfg(feature = "names")]
    hub_ids: &["stabilityai/stable-diffusion-3.5-large-turbo"],
    defaults: Defaults { steps: 4, guidance: Guidance::Off, ..SD35_LARGE.defaults },
    #[cfg(feature = "sources")]
    sources: LARGE_TURBO_SOURCES,
    ..SD35_LARGE
};

/// Stable Diffusion 3.5 Medium.
pub static SD35_MEDIUM: Model = Model {
    id: "sd3.5-medium",
    label: "Stable Diffusion 3.5 Medium",
    aliases: &["sd35-medium"],
    #[cfg(feature = "names")]
    hub_ids: &["stabilityai/stable-diffusion-3.5-medium"],
    defaults: Defaults { steps: 40, ..SD35_LARGE.defaults },
    // The position table holds 384 × 384 patches of 16 pixels, more than the catalogue allows.
    sides: Sides::multiples_of(16),
    denoiser: Denoiser::MmDit(MmDit { dual_attention_blocks: 13, vectors: VECTORS, ..SD3 }),
    denoiser_parameters: 2_243_171_520,
    #[cfg(feature = "sources")]
    sources: MEDIUM_SOURCES,
    ..SD35_LARGE
};

#[cfg(feature = "sources")]
const LARGE_CONFIGURATION: Source = Source {
    title: "Stable Diffusion 3.5 Large, published configuration",
    locator: "denoiser: layers, heads, widths, position table of 192 patches",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/c5853ef9f82db717b1715f6d0c57304753e27570/backend/huggingface/stabilityai/stable-diffusion-3.5-large/transformer/config.json",
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    LARGE_CONFIGURATION,
    Source {
        title: "diffusers, SD3Transformer2DModel",
        locator: "the last block ends the text stream",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_sd3.py#L120-L170",
    },
    Source {
        title: "diffusers, JointTransformerBlock",
        locator: "block",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/attention.py#L580-L669",
    },
    Source {
        title: "Stable Diffusion 3.5 reference code",
        locator: "text encoders: layers, widths",
        url: "https://github.com/Stability-AI/sd3.5/blob/fbf8f483f992d8d6ad4eaaeb23b1dc5f523c3b3a/sd3_infer.py#L73-L123",
    },
    Source {
        title: "Stable Diffusion 3.5 Large, published configuration",
        locator: "decoder: channels, blocks, no post-quantisation convolution",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/c5853ef9f82db717b1715f6d0c57304753e27570/backend/huggingface/stabilityai/stable-diffusion-3.5-large/vae/config.json",
    },
    Source {
        title: "diffusers, StableDiffusion3Pipeline",
        locator: "28 steps, guidance, 77 + 256 text tokens, at most 77 + 512; the reference code runs 40 steps",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion_3/pipeline_stable_diffusion_3.py#L630-L802",
    },
];

#[cfg(feature = "sources")]
const LARGE_TURBO_SOURCES: &[Source] = &[
    Source {
        title: "Stable Diffusion 3.5 Large Turbo, model card",
        locator: "distilled from 3.5 Large; 4 steps, guidance scale 0",
        url: "https://huggingface.co/stabilityai/stable-diffusion-3.5-large-turbo",
    },
    LARGE_CONFIGURATION,
    source::SD3_BLOCKS,
    source::SD3_PIPELINE,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::T5_XXL,
    source::KL_16,
];

#[cfg(feature = "sources")]
const MEDIUM_SOURCES: &[Source] = &[
    Source {
        title: "Stable Diffusion 3.5 Medium as implemented in tt-metal",
        locator: "denoiser: 24 blocks, the first 13 attend twice, heads, widths",
        url: "https://github.com/tenstorrent/tt-metal/blob/0b0c8a80e192cb38c3b17a854cc92a9029e42859/models/experimental/tt_dit/models/transformers/sd35_med/transformer_sd35_medium.py",
    },
    Source {
        title: "diffusers, loading of single files",
        locator: "Stable Diffusion 3.5 Medium is told by its position table of 147,456 = 384 × 384 patches",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/loaders/single_file_utils.py#L655-L665",
    },
    source::SD3_BLOCKS,
    Source {
        title: "diffusers, SD35AdaLayerNormZeroX",
        locator: "nine vectors a block that attends twice",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/normalization.py#L96-L120",
    },
    Source {
        title: "Stable Diffusion 3.5 Medium, model card",
        locator: "1024 px, 40 steps, guidance, attention within the image in the first 13 layers",
        url: "https://huggingface.co/stabilityai/stable-diffusion-3.5-medium",
    },
    source::SD3_PIPELINE,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::T5_XXL,
    source::KL_16,
];

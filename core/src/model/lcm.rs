//! Latent consistency models: Stable Diffusion distilled to a few steps, with the guidance scale as an input, by Tsinghua University.

use super::sd1::{SD15, SD15_UNET};
use super::sdxl::{SDXL, SDXL_UNET};
#[cfg(feature = "sources")]
use super::source;
use super::unet::UNet;
use super::{Defaults, Denoiser, Model, Pixels};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Features of the guidance scale.
const GUIDANCE_FEATURES: Option<u64> = Some(256);

/// LCM Dreamshaper v7, of Stable Diffusion 1.5.
pub static LCM_SD15: Model = Model {
    id: "lcm-sd1.5",
    label: "LCM Dreamshaper v7 (Stable Diffusion 1.5)",
    aliases: &["lcm-dreamshaper-v7", "lcm-sd15"],
    #[cfg(feature = "names")]
    hub_ids: &["SimianLuo/LCM_Dreamshaper_v7"],
    defaults: Defaults {
        size: Pixels::square(768),
        steps: 4,
        // Its guidance scale is an input of the network.
        guidance: Guidance::Off,
        ..SD15.defaults
    },
    denoiser: Denoiser::UNet(UNet { guidance_features: GUIDANCE_FEATURES, ..SD15_UNET }),
    denoiser_parameters: 859_602_884,
    #[cfg(feature = "sources")]
    sources: SD15_SOURCES,
    ..SD15
};

/// LCM of Stable Diffusion XL.
pub static LCM_SDXL: Model = Model {
    id: "lcm-sdxl",
    label: "LCM SDXL",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["latent-consistency/lcm-sdxl"],
    defaults: Defaults { steps: 4, guidance: Guidance::Off, ..SDXL.defaults },
    denoiser: Denoiser::UNet(UNet { guidance_features: GUIDANCE_FEATURES, ..SDXL_UNET }),
    denoiser_parameters: 2_567_545_604,
    #[cfg(feature = "sources")]
    sources: SDXL_SOURCES,
    ..SDXL
};

#[cfg(feature = "sources")]
const EMBEDDED_GUIDANCE: Source = Source {
    title: "diffusers, training of latent consistency models",
    locator: "the guidance scale enters the U-Net as 256 features; the rest is that of the teacher",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/examples/consistency_distillation/train_lcm_distill_sd_wds.py#L704-L713",
};

#[cfg(feature = "sources")]
const SD15_SOURCES: &[Source] = &[
    EMBEDDED_GUIDANCE,
    Source {
        title: "diffusers, LatentConsistencyModelPipeline",
        locator: "4 steps, one pass a step with the guidance scale as an input",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/latent_consistency_models/pipeline_latent_consistency_text2img.py#L640-L660",
    },
    Source {
        title: "Latent Consistency Models, README",
        locator: "LCM Dreamshaper v7: 4 steps, 768 px",
        url: "https://github.com/luosiallen/latent-consistency-model/blob/a9ad79587cc8bd1e404ccd1a3056a3da969b2f62/README.md?plain=1#L90-L126",
    },
    source::SD15_UNET,
    source::UNET,
    source::CLIP_L,
    source::KL_4,
];

#[cfg(feature = "sources")]
const SDXL_SOURCES: &[Source] = &[
    EMBEDDED_GUIDANCE,
    Source {
        title: "diffusers, documentation of latent consistency models",
        locator: "LCM SDXL in the pipeline of SDXL: 4 steps; guidance is embedded and doubles nothing",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/docs/source/en/api/pipelines/latent_consistency_models.md?plain=1#L37-L62",
    },
    Source {
        title: "diffusers, StableDiffusionXLPipeline",
        locator: "no second pass where the U-Net embeds the guidance scale",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion_xl/pipeline_stable_diffusion_xl.py#L801-L804",
    },
    source::SDXL_UNET,
    source::UNET,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::KL_4,
];

//! AuraFlow: an MMDiT by fal.

use super::AuraFlowDit;
use super::text_encoder::PILE_T5_XL;
use crate::model::class_dit::ClassDit;
use crate::model::decoder::{KL_4, KL_4_PARAMETERS};
#[cfg(feature = "sources")]
use crate::model::source::KL_4 as KL_4_SOURCE;
use crate::model::{Defaults, Denoiser, Family, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// AuraFlow in all its versions, which differ in training.
pub static AURAFLOW: Model = Model {
    id: "auraflow",
    label: "AuraFlow",
    aliases: &["auraflow-0.3"],
    #[cfg(feature = "names")]
    hub_ids: &["fal/AuraFlow", "fal/AuraFlow-v0.2", "fal/AuraFlow-v0.3"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 50, guidance: Guidance::On, text_tokens: 256 },
    // Its table of positions ends at 96 patches.
    sides: Sides { max: 96 * 16, ..Sides::multiples_of(16) },
    text_tokens: (1, 256),
    text_encoders: &[PILE_T5_XL],
    denoiser: Denoiser::Class(ClassDit {
        family: Family::MmDit,
        frames: None,
        experts: 1,
        latent_channels: 4,
        patch: 2,
        patch_frames: 1,
        network: &AuraFlowDit {
            width: 3072,
            head_width: 256,
            joint_blocks: 4,
            single_blocks: 32,
            inner: 8192,
            positions: 96 * 96,
        },
    }),
    denoiser_parameters: 6_858_605_568,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, AuraFlowTransformer2DModel",
        locator: "blocks; layers, heads and widths as the class has them by default",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/auraflow_transformer_2d.py",
    },
    Source {
        title: "AuraFlow, published configuration as embedded in vision-ft",
        locator: "denoiser: a table of 9216 positions; layers and widths as by default",
        url: "https://github.com/p1atdev/vision-ft/blob/50b094aceff34904a2156b879b087efe32867fac/src/models/auraflow/denoiser.py",
    },
    Source {
        title: "AuraFlow, published configuration as embedded in vision-ft",
        locator: "text encoder: 24 layers, widths, gated MLP, 32,128 rows of tokens",
        url: "https://github.com/p1atdev/vision-ft/blob/47cd21b511c3a4d92c39c4f91962879019e32f54/src/models/auraflow/text_encoder.py",
    },
    Source {
        title: "diffusers, AuraFlowPipeline",
        locator: "1024 px, 50 steps, guidance, 256 text tokens of a UMT5 encoder; sides in multiples of 16",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/aura_flow/pipeline_aura_flow.py",
    },
    KL_4_SOURCE,
];

//! FLUX.3 \[klein\]: a text-to-image model by Black Forest Labs.

use super::Flux3Dit;
use super::text_encoder::qwen3_vl_4b;
use crate::model::class_dit::ClassDit;
use crate::model::decoder::{KL_32, KL_32_PARAMETERS};
#[cfg(feature = "sources")]
use crate::model::source;
use crate::model::text_encoder::EncoderTokens;
use crate::model::{Defaults, Denoiser, Family, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

const DIT: Flux3Dit = Flux3Dit {
    width: 3072,
    head_width: 128,
    mode_blocks: 5,
    single_blocks: 28,
    // Eight layers of the language model.
    text_width: 8 * 2560,
    flow_map: false,
};

const DENOISER: ClassDit = ClassDit {
    family: Family::MmDit,
    frames: None,
    experts: 1,
    latent_channels: 32,
    patch: 2,
    patch_frames: 1,
    network: &DIT,
};

/// FLUX.3 \[klein\] base, which is not distilled.
pub static FLUX3_KLEIN_BASE: Model = Model {
    id: "flux3-klein-base",
    label: "FLUX.3-klein-base",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/flux-3-image-klein-base"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 50,
        guidance: Guidance::On,
        // Prompts are filled up to a multiple of 80.
        text_tokens: 80,
    },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 8192),
    text_encoders: &[qwen3_vl_4b(EncoderTokens::Seen)],
    denoiser: Denoiser::Class(DENOISER),
    denoiser_parameters: 5_538_458_368,
    decoder: KL_32,
    decoder_parameters: KL_32_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// FLUX.3 \[klein\], distilled to sixteen steps without guidance.
pub static FLUX3_KLEIN: Model = Model {
    id: "flux3-klein",
    label: "FLUX.3-klein",
    aliases: &["flux3"],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/flux-3-image-klein"],
    defaults: Defaults { steps: 16, guidance: Guidance::Off, ..FLUX3_KLEIN_BASE.defaults },
    denoiser: Denoiser::Class(ClassDit { network: &Flux3Dit { flow_map: true, ..DIT }, ..DENOISER }),
    denoiser_parameters: 5_548_681_984,
    ..FLUX3_KLEIN_BASE
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers 0.42.1, Flux3Transformer2DModel",
        locator: "blocks; layers and widths as the class has them by default",
        url: "https://github.com/huggingface/diffusers/blob/v0.42.1/src/diffusers/models/transformers/transformer_flux3.py",
    },
    Source {
        title: "diffusers 0.42.1, blocks of the pipeline of FLUX.3",
        locator: "base: 50 steps with guidance; distilled: 16 steps without; 1024 px",
        url: "https://github.com/huggingface/diffusers/blob/v0.42.1/src/diffusers/modular_pipelines/flux3/before_denoise.py",
    },
    Source {
        title: "diffusers 0.42.1, encoders of FLUX.3",
        locator: "eight layers of Qwen3-VL, a text filled up to a multiple of 80 tokens, at most 8192",
        url: "https://github.com/huggingface/diffusers/blob/v0.42.1/src/diffusers/modular_pipelines/flux3/encoders.py",
    },
    Source {
        title: "diffusers 0.42.1, files of single checkpoints",
        locator: "names of both repositories",
        url: "https://github.com/huggingface/diffusers/blob/v0.42.1/src/diffusers/loaders/single_file_utils.py",
    },
    source::QWEN3,
    source::KL_32,
];

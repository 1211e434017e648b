//! FLUX.2: rectified-flow transformers with a language model as text encoder, by Black Forest Labs.

use super::decoder::{KL_32, KL_32_PARAMETERS};
use super::flux::FLUX1;
use super::mmdit::{MmDit, MmDitClass, Modulation, Vectors};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{MISTRAL_SMALL_24B, QWEN3_4B, QWEN3_8B};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Base of the FLUX.2 denoisers: gated MLPs of ratio 3, one modulation for all blocks, 32 latent channels, no biases.
const FLUX2: MmDit = MmDit {
    class: MmDitClass::Flux2,
    mlp_ratio: 3,
    gated: true,
    modulation: Modulation::Shared,
    latent_channels: 32,
    vectors: Vectors { biases: false, ..FLUX1.vectors },
    ..FLUX1
};

/// FLUX.2 \[dev\].
pub static FLUX2_DEV: Model = Model {
    id: "flux2-dev",
    label: "FLUX.2-dev",
    aliases: &["flux2"],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.2-dev"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 50,
        // Its guidance scale is an input of the network.
        guidance: Guidance::Off,
        text_tokens: 512,
    },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[MISTRAL_SMALL_24B],
    denoiser: Denoiser::MmDit(MmDit {
        width: 6144,
        joint_blocks: 8,
        single_blocks: 48,
        // States of three layers of the text encoder, side by side.
        text_width: 3 * 5120,
        // Time step, embedded guidance.
        conditioning_inputs: &[256, 256],
        ..FLUX2
    }),
    denoiser_parameters: 32_223_281_152,
    decoder: KL_32,
    decoder_parameters: KL_32_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// FLUX.2 \[klein\] 4B, distilled to four steps.
pub static FLUX2_KLEIN_4B: Model = Model {
    id: "flux2-klein-4b",
    label: "FLUX.2-klein-4B",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.2-klein-4B"],
    defaults: Defaults { steps: 4, ..FLUX2_DEV.defaults },
    text_encoders: &[QWEN3_4B],
    denoiser: Denoiser::MmDit(MmDit {
        width: 3072,
        joint_blocks: 5,
        single_blocks: 20,
        text_width: 3 * 2560,
        // Time step.
        conditioning_inputs: &[256],
        ..FLUX2
    }),
    denoiser_parameters: 3_875_544_576,
    #[cfg(feature = "sources")]
    sources: KLEIN_SOURCES,
    ..FLUX2_DEV
};

/// FLUX.2 \[klein\] 9B, distilled to four steps.
pub static FLUX2_KLEIN_9B: Model = Model {
    id: "flux2-klein-9b",
    label: "FLUX.2-klein-9B",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.2-klein-9B"],
    defaults: Defaults { steps: 4, ..FLUX2_DEV.defaults },
    text_encoders: &[QWEN3_8B],
    denoiser: Denoiser::MmDit(MmDit {
        width: 4096,
        joint_blocks: 8,
        single_blocks: 24,
        text_width: 3 * 4096,
        // Time step.
        conditioning_inputs: &[256],
        ..FLUX2
    }),
    denoiser_parameters: 9_078_581_248,
    #[cfg(feature = "sources")]
    sources: KLEIN_SOURCES,
    ..FLUX2_DEV
};

/// FLUX.2 \[klein\] base 4B, from which the distilled one was made.
pub static FLUX2_KLEIN_BASE_4B: Model = Model {
    id: "flux2-klein-base-4b",
    label: "FLUX.2-klein-base-4B",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.2-klein-base-4B"],
    defaults: UNDISTILLED,
    #[cfg(feature = "sources")]
    sources: KLEIN_BASE_SOURCES,
    ..FLUX2_KLEIN_4B
};

/// FLUX.2 \[klein\] base 9B, from which the distilled one was made.
pub static FLUX2_KLEIN_BASE_9B: Model = Model {
    id: "flux2-klein-base-9b",
    label: "FLUX.2-klein-base-9B",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.2-klein-base-9B"],
    defaults: UNDISTILLED,
    #[cfg(feature = "sources")]
    sources: KLEIN_BASE_SOURCES,
    ..FLUX2_KLEIN_9B
};

/// Settings of the base variants, which have no input for the guidance scale.
const UNDISTILLED: Defaults = Defaults { guidance: Guidance::On, ..FLUX2_DEV.defaults };

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "FLUX.2 reference code",
        locator: "denoiser: layers, heads, widths, MLP ratio",
        url: "https://github.com/black-forest-labs/flux2/blob/ab7cca68018ad3ceadcace9d6ecb1bc1f6f46b4e/src/flux2/model.py#L9-L30",
    },
    source::FLUX2_BLOCKS,
    Source {
        title: "FLUX.2-dev, model card",
        locator: "50 steps, guidance as an input",
        url: "https://github.com/black-forest-labs/flux2/blob/ab7cca68018ad3ceadcace9d6ecb1bc1f6f46b4e/model_cards/FLUX.2-dev.md?plain=1#L50-L63",
    },
    Source {
        title: "FLUX.2 reference code",
        locator: "text encoder: states of layers 10, 20 and 30, padded to 512 tokens",
        url: "https://github.com/black-forest-labs/flux2/blob/ab7cca68018ad3ceadcace9d6ecb1bc1f6f46b4e/src/flux2/text_encoder.py#L20-L45",
    },
    Source {
        title: "Mistral Small 3, published configuration as embedded in musubi-tuner",
        locator: "layers, widths, 8 key heads of 128",
        url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/flux_2/flux2_utils.py#L523-L555",
    },
    Source {
        title: "diffusers, Flux2Pipeline",
        locator: "1024 px, sides in multiples of 16, 512 text tokens",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux2/pipeline_flux2.py#L745-L770",
    },
    source::KL_32,
];

#[cfg(feature = "sources")]
const KLEIN_PARAMETERS: Source = Source {
    title: "FLUX.2 klein, parameters as in musubi-tuner",
    locator: "denoisers: layers, heads, widths, no guidance embedding",
    url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/flux_2/flux2_models.py#L41-L64",
};

#[cfg(feature = "sources")]
const KLEIN_SOURCES: &[Source] = &[
    KLEIN_PARAMETERS,
    Source {
        title: "FLUX.2 klein, settings as in musubi-tuner",
        locator: "4 steps, no guidance, both fixed; the base variants are others",
        url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/flux_2/flux2_utils.py#L68-L118",
    },
    source::FLUX2_BLOCKS,
    Source {
        title: "diffusers, Flux2KleinPipeline",
        locator: "text states of layers 9, 18 and 27; guidance is ignored where the model is distilled",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux2/pipeline_flux2_klein.py#L207-L270",
    },
    source::QWEN3,
    source::KL_32,
];

#[cfg(feature = "sources")]
const KLEIN_BASE_SOURCES: &[Source] = &[
    KLEIN_PARAMETERS,
    source::FLUX2_BLOCKS,
    Source {
        title: "diffusers, Flux2KleinPipeline",
        locator: "50 steps, guidance scale 4 by a second pass where the model is not distilled, as in its example of the base 9B",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux2/pipeline_flux2_klein.py#L585-L625",
    },
    source::QWEN3,
    source::KL_32,
];

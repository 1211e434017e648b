//! Lumina-Image 2.0: a single-stream diffusion transformer by Alpha-VLLM.

use super::decoder::{KL_16, KL_16_PARAMETERS};
use super::next_dit::{NextDit, NextDitClass};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::GEMMA2_2B;
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::Transformer;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Lumina-Image 2.0.
pub static LUMINA_2: Model = Model {
    id: "lumina-2",
    label: "Lumina-Image 2.0",
    aliases: &["lumina"],
    #[cfg(feature = "names")]
    hub_ids: &["Alpha-VLLM/Lumina-Image-2.0"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 50, guidance: Guidance::On, text_tokens: 256 },
    sides: Sides::multiples_of(16),
    // The image comes after the text in a table of 300 positions.
    text_tokens: (1, 299),
    text_encoders: &[GEMMA2_2B],
    denoiser: Denoiser::NextDit(NextDit {
        class: NextDitClass::Lumina2,
        // 24 query heads and 8 key heads of 96.
        block: Transformer {
            width: 2304,
            query_width: 2304,
            key_width: 768,
            head_width: 96,
            inner: 9216,
            gated: true,
        },
        blocks: 26,
        refiners: 2,
        latent_channels: 16,
        patch: 2,
        // Padding is masked in the text's refiner and dropped after it; all tokens count as real here.
        padded_to: 1,
        text_width: 2304,
        time_widths: [1024, 1024],
    }),
    denoiser_parameters: 2_609_769_152,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Lumina-Image 2.0 reference code",
        locator: "denoiser: layers, heads, widths, 300 text positions",
        url: "https://github.com/Alpha-VLLM/Lumina-Image-2.0/blob/4a4d6f856115db07e8ae127280ebcc3d9f65004e/models/model.py#L884-L894",
    },
    Source {
        title: "diffusers, Lumina2Transformer2DModel",
        locator: "block, refiners, where padding is dropped, last layer over image and text",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_lumina2.py#L140-L554",
    },
    Source {
        title: "Lumina-Image 2.0, README",
        locator: "1024 px, 50 steps, guidance, which its example switches off after a quarter of the steps",
        url: "https://github.com/Alpha-VLLM/Lumina-Image-2.0/blob/4a4d6f856115db07e8ae127280ebcc3d9f65004e/README.md?plain=1#L145-L170",
    },
    Source {
        title: "Lumina-Image 2.0 reference code",
        locator: "256 text tokens of Gemma 2 2B",
        url: "https://github.com/Alpha-VLLM/Lumina-Image-2.0/blob/4a4d6f856115db07e8ae127280ebcc3d9f65004e/sample.py#L30-L45",
    },
    Source {
        title: "diffusers, Lumina2Pipeline",
        locator: "256 text tokens by default, sides in multiples of 16",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/lumina2/pipeline_lumina2.py#L360-L400",
    },
    source::GEMMA2,
    source::KL_16,
];

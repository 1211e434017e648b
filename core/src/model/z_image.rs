//! Z-Image: a single-stream diffusion transformer by Tongyi-MAI.

use super::decoder::{KL_16, KL_16_PARAMETERS};
use super::next_dit::{NextDit, NextDitClass};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::QWEN3_4B;
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::Transformer;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Z-Image-Turbo, distilled.
pub static Z_IMAGE_TURBO: Model = Model {
    id: "z-image-turbo",
    label: "Z-Image-Turbo",
    // Its id before there was the base.
    aliases: &["z-image"],
    #[cfg(feature = "names")]
    hub_ids: &["Tongyi-MAI/Z-Image-Turbo"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 9, guidance: Guidance::Off, text_tokens: 512 },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[QWEN3_4B],
    denoiser: Denoiser::NextDit(NextDit {
        class: NextDitClass::ZImage,
        block: Transformer {
            width: 3840,
            query_width: 3840,
            key_width: 3840,
            head_width: 128,
            inner: 10_240,
            gated: true,
        },
        blocks: 30,
        refiners: 2,
        latent_channels: 16,
        patch: 2,
        padded_to: 32,
        text_width: 2560,
        time_widths: [1024, 256],
    }),
    denoiser_parameters: 6_154_908_736,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// Z-Image, from which the Turbo was distilled.
pub static Z_IMAGE_BASE: Model = Model {
    id: "z-image-base",
    label: "Z-Image (base)",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["Tongyi-MAI/Z-Image", "Tongyi-MAI/Z-Image-Base"],
    defaults: Defaults { steps: 50, guidance: Guidance::On, ..Z_IMAGE_TURBO.defaults },
    #[cfg(feature = "sources")]
    sources: BASE_SOURCES,
    ..Z_IMAGE_TURBO
};

#[cfg(feature = "sources")]
const CONFIGURATION: Source = Source {
    title: "Z-Image reference code",
    locator: "denoiser: layers, heads, widths; image and text each padded to a multiple of 32",
    url: "https://github.com/Tongyi-MAI/Z-Image/blob/c7ec13578cc27b01d547e1b3c62bc8b95bc6cb6e/src/config/model.py",
};

#[cfg(feature = "sources")]
const BLOCKS: Source = Source {
    title: "diffusers, ZImageTransformer2DModel",
    locator: "block, padding, refiners, last layer over image and text",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_z_image.py#L175-L420",
};

#[cfg(feature = "sources")]
const TEXT: Source = Source {
    title: "Z-Image reference code",
    locator: "at most 512 text tokens",
    url: "https://github.com/Tongyi-MAI/Z-Image/blob/c7ec13578cc27b01d547e1b3c62bc8b95bc6cb6e/src/config/inference.py",
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    CONFIGURATION,
    BLOCKS,
    Source {
        title: "Z-Image, README",
        locator: "1024 px, 9 steps, no guidance; its note says that the scheduler makes 8 passes of 9 steps",
        url: "https://github.com/Tongyi-MAI/Z-Image/blob/c7ec13578cc27b01d547e1b3c62bc8b95bc6cb6e/README.md?plain=1#L155-L168",
    },
    TEXT,
    source::QWEN3,
    source::KL_16,
];

#[cfg(feature = "sources")]
const BASE_SOURCES: &[Source] = &[
    Source {
        title: "Z-Image, README",
        locator: "Z-Image: 50 steps, guidance; the Turbo is distilled from it",
        url: "https://github.com/Tongyi-MAI/Z-Image/blob/c7ec13578cc27b01d547e1b3c62bc8b95bc6cb6e/README.md?plain=1#L36-L43",
    },
    CONFIGURATION,
    BLOCKS,
    TEXT,
    source::QWEN3,
    source::KL_16,
];

//! Chroma: FLUX.1 \[schnell\] retrained, its modulation made by one network, by Lodestone Rock.

use super::decoder::{KL_16, KL_16_PARAMETERS};
use super::flux::FLUX1;
use super::mmdit::{MmDit, MmDitClass, Modulation};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{EncoderTokens, t5_xxl};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Chroma1.
pub static CHROMA: Model = Model {
    id: "chroma",
    label: "Chroma",
    aliases: &["chroma1"],
    #[cfg(feature = "names")]
    hub_ids: &["lodestones/Chroma1-HD", "lodestones/Chroma1-Base"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 40, guidance: Guidance::On, text_tokens: 512 },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::Chroma,
        modulation: Modulation::Approximated { inputs: 64, width: 5120, layers: 5 },
        // All conditioning goes through that network.
        conditioning_inputs: &[],
        ..FLUX1
    }),
    denoiser_parameters: 8_899_983_424,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, ChromaTransformer2DModel",
        locator: "model as the class is by default; the network behind its modulation, 344 rows",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_chroma.py#L184-L480",
    },
    Source {
        title: "diffusers, documentation of Chroma",
        locator: "40 steps, guidance",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/docs/source/en/api/pipelines/chroma.md?plain=1#L34-L52",
    },
    Source {
        title: "diffusers, ChromaPipeline",
        locator: "512 text tokens, at most 512; sides in multiples of 16",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/chroma/pipeline_chroma.py#L430-L470",
    },
    Source {
        title: "Chroma, published configuration",
        locator: "T5 v1.1 XXL alone",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/Chroma/text_encoder/config.json",
    },
    source::KL_16,
];

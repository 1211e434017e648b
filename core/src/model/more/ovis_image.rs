//! Ovis-Image: an MMDiT by Alibaba's Ovis team, of the blocks of FLUX.1 with gated MLPs.

use super::text_encoder::qwen3_1700m;
use crate::flops::block::TextStream;
use crate::model::decoder::{KL_16, KL_16_PARAMETERS};
use crate::model::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
#[cfg(feature = "sources")]
use crate::model::source::KL_16 as KL_16_SOURCE;
use crate::model::text_encoder::EncoderTokens;
use crate::model::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Tokens of the prompt template that are encoded and then dropped.
const TEMPLATE_TOKENS: u64 = 28;

/// Ovis-Image 7B.
pub static OVIS_IMAGE: Model = Model {
    id: "ovis-image",
    label: "Ovis-Image",
    aliases: &["ovis-image-7b"],
    #[cfg(feature = "names")]
    hub_ids: &["AIDC-AI/Ovis-Image-7B"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 50, guidance: Guidance::On, text_tokens: 256 },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 256),
    text_encoders: &[qwen3_1700m(EncoderTokens::SeenAnd(TEMPLATE_TOKENS))],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::Flux,
        width: 3072,
        head_width: 128,
        joint_blocks: 6,
        single_blocks: 27,
        dual_attention_blocks: 0,
        mlp_ratio: 4,
        gated: true,
        modulation: Modulation::PerBlock,
        last_joint_text: TextStream::Continues,
        latent_channels: 16,
        patch: 2,
        patch_embedding: PatchEmbedding::Linear,
        text_width: 2048,
        // Time step.
        conditioning_inputs: &[256],
        vectors: Vectors { biases: true, query_norms: true, text_norm: true },
    }),
    denoiser_parameters: 7_370_449_728,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, OvisImageTransformer2DModel",
        locator: "blocks; layers, heads and widths as the class has them by default, which its conversion keeps",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_ovis_image.py",
    },
    Source {
        title: "diffusers, OvisImagePipeline",
        locator: "1024 px, 50 steps, guidance, 256 text tokens after 28 of a template; sides in multiples of 16",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/ovis_image/pipeline_ovis_image.py",
    },
    Source {
        title: "Ovis-Image, README",
        locator: "50 steps, guidance scale 5, 1024 px; 2 and 7 billion weights, the text encoder is that of Ovis2.5-2B",
        url: "https://github.com/AIDC-AI/Ovis-Image/blob/3e74ffa6e81fc33563a2ae1838febac70168a660/README.md",
    },
    Source {
        title: "Ovis-Image, inference code",
        locator: "text encoder: the language model alone, its last states, 28 tokens dropped",
        url: "https://github.com/AIDC-AI/Ovis-Image/blob/ba4fb826fa954bda3e406e18f149de798f6da02e/ovis_image/model/hf_embedder.py",
    },
    KL_16_SOURCE,
];

//! My model: what it is, and by whom. Described as `flux2-dev~decoder:qwen-image~joint_blocks:4~width:3072`.

use super::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
use super::decoder::Decoder;
use super::text_encoder::{EncoderClass, EncoderTokens, TextEncoder};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::{TextStream, Transformer};
#[cfg(feature = "sources")]
use crate::source::Source;
use crate::setting::Guidance;

/// My model.
pub static MY_MODEL: Model = Model {
    id: "my-model",
    label: "My model",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &[],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels { width: 1024, height: 1024 },
        steps: 50,
        guidance: Guidance::Off,
        text_tokens: 512,
    },
    sides: Sides { multiple_of: 16, min: 128, max: 4096 },
    text_tokens: (1, 512),
    text_encoders: &[
        TextEncoder {
            name: "Mistral Small 24B",
            parameters: 22_901_314_560,
            tokens: EncoderTokens::Seen,
            layers: 40,
            class: EncoderClass::Llama,
            block: Transformer { width: 5120, query_width: 4096, key_width: 1024, head_width: 128, inner: 32_768, gated: true },
            pooled_projection: None,
        },
    ],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::Flux2,
        width: 3072,
        head_width: 128,
        joint_blocks: 4,
        single_blocks: 48,
        dual_attention_blocks: 0,
        mlp_ratio: 3,
        gated: true,
        modulation: Modulation::Shared,
        last_joint_text: TextStream::Continues,
        latent_channels: 16,
        patch: 2,
        patch_embedding: PatchEmbedding::Linear,
        text_width: 15_360,
        conditioning_inputs: &[256, 256],
        vectors: Vectors { biases: false, query_norms: true, text_norm: false },
    }),
    denoiser_parameters: 7_098_742_784,
    decoder: Decoder::CausalVideo { channels: &[96, 192, 384, 384], blocks_per_level: 3, latent_channels: 16 },
    decoder_parameters: 73_295_603,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

// Each number needs a document that says so, at a commit.
#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[Source {
    title: "My model, published configuration",
    locator: "denoiser: layers, heads, widths",
    url: "https://",
}];

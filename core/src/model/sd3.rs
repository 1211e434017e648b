//! Stable Diffusion 3: rectified-flow MMDiT by Stability AI.

use super::decoder::{KL_16, KL_16_PARAMETERS};
use super::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{CLIP_L_PROJECTED, CLIP_TOKENS, EncoderTokens, OPENCLIP_BIGG, TextEncoder, t5_xxl};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::TextStream;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// The text encoders of the Stable Diffusion 3 family.
pub(super) const TEXT_ENCODERS: &[TextEncoder] =
    &[CLIP_L_PROJECTED, OPENCLIP_BIGG, t5_xxl(EncoderTokens::SeenBut(CLIP_TOKENS))];

/// The denoiser of Stable Diffusion 3 Medium; those of 3.5 differ in size and in what they add.
pub(super) const SD3: MmDit = MmDit {
    class: MmDitClass::StableDiffusion3,
    width: 1536,
    head_width: 64,
    joint_blocks: 24,
    single_blocks: 0,
    dual_attention_blocks: 0,
    mlp_ratio: 4,
    gated: false,
    modulation: Modulation::PerBlock,
    last_joint_text: TextStream::Ends,
    latent_channels: 16,
    patch: 2,
    patch_embedding: PatchEmbedding::Conv,
    text_width: 4096,
    // Time step, pooled states of both CLIP encoders.
    conditioning_inputs: &[256, 2048],
    vectors: Vectors { biases: true, query_norms: false, text_norm: false },
};

/// Stable Diffusion 3 Medium.
pub static SD3_MEDIUM: Model = Model {
    id: "sd3-medium",
    label: "Stable Diffusion 3 Medium",
    aliases: &["sd3"],
    #[cfg(feature = "names")]
    hub_ids: &["stabilityai/stable-diffusion-3-medium", "stabilityai/stable-diffusion-3-medium-diffusers"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 28,
        guidance: Guidance::On,
        // 77 of the CLIP encoders, 256 of T5.
        text_tokens: 333,
    },
    // The position table holds 192 × 192 patches of 16 pixels.
    sides: Sides { max: 192 * 16, ..Sides::multiples_of(16) },
    text_tokens: (78, 589),
    text_encoders: TEXT_ENCODERS,
    denoiser: Denoiser::MmDit(SD3),
    denoiser_parameters: 2_028_328_000,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Stable Diffusion 3 Medium, published configuration",
        locator: "denoiser: layers, heads, widths, position table of 192 patches",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-3-medium-diffusers/transformer/config.json",
    },
    source::SD3_BLOCKS,
    source::SD3_PIPELINE,
    source::CLIP_L,
    source::OPENCLIP_BIGG,
    source::T5_XXL,
    Source {
        title: "Stable Diffusion 3 Medium, published configuration",
        locator: "decoder: channels, blocks, no post-quantisation convolution",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-3-medium-diffusers/vae/config.json",
    },
];

//! Stable Diffusion 3.5: rectified-flow MMDiT by Stability AI.

use super::decoder::Decoder;
use super::mmdit::{MmDit, PatchEmbedding};
use super::text_encoder::{CLIP_TOKENS, EncoderTokens, clip, t5_xxl};
use super::{Defaults, Denoiser, Model, Pixels, Sides};
use crate::flops::block::TextStream;
#[cfg(feature = "sources")]
use crate::source::Source;
use crate::workload::Guidance;

/// Stable Diffusion 3.5 Large.
pub static SD35_LARGE: Model = Model {
    id: "sd3.5-large",
    label: "Stable Diffusion 3.5 Large",
    aliases: &["sd35-large", "sd3.5"],
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 28,
        guidance: Guidance::On,
        // 77 of the CLIP encoders, 256 of T5.
        text_tokens: 333,
    },
    // The position table holds 192 × 192 patches of 16 pixels.
    sides: Sides { multiple_of: 16, min: 128, max: 3072 },
    text_tokens: (78, 589),
    text_encoders: &[
        clip("CLIP-L", 123_650_304, 12, 768, true),
        clip("OpenCLIP bigG", 694_659_840, 32, 1280, true),
        t5_xxl(EncoderTokens::SeenBut(CLIP_TOKENS)),
    ],
    denoiser: Denoiser::MmDit(MmDit {
        width: 2432,
        joint_blocks: 38,
        single_blocks: 0,
        mlp_ratio: 4,
        last_joint_text: TextStream::Ends,
        latent_channels: 16,
        patch: 2,
        patch_embedding: PatchEmbedding::Conv,
        text_width: 4096,
        // Time step, pooled states of both CLIP encoders.
        conditioning_inputs: &[256, 2048],
    }),
    denoiser_parameters: 8_056_627_520,
    decoder: Decoder::Kl {
        channels: &[128, 256, 512, 512],
        blocks_per_level: 3,
        latent_channels: 16,
        post_quant: false,
    },
    decoder_parameters: 49_545_475,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Stable Diffusion 3.5 Large, published configuration",
        locator: "denoiser: layers, heads, widths, position table of 192 patches",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/c5853ef9f82db717b1715f6d0c57304753e27570/backend/huggingface/stabilityai/stable-diffusion-3.5-large/transformer/config.json",
    },
    Source {
        title: "diffusers, SD3Transformer2DModel",
        locator: "the last block ends the text stream",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_sd3.py#L120-L170",
    },
    Source {
        title: "diffusers, JointTransformerBlock",
        locator: "block",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/attention.py#L580-L669",
    },
    Source {
        title: "Stable Diffusion 3.5 reference code",
        locator: "text encoders: layers, widths",
        url: "https://github.com/Stability-AI/sd3.5/blob/fbf8f483f992d8d6ad4eaaeb23b1dc5f523c3b3a/sd3_infer.py#L73-L123",
    },
    Source {
        title: "Stable Diffusion 3.5 Large, published configuration",
        locator: "decoder: channels, blocks, no post-quantisation convolution",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/c5853ef9f82db717b1715f6d0c57304753e27570/backend/huggingface/stabilityai/stable-diffusion-3.5-large/vae/config.json",
    },
    Source {
        title: "diffusers, StableDiffusion3Pipeline",
        locator: "28 steps, guidance, 77 + 256 text tokens, at most 77 + 512; the reference code runs 40 steps",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion_3/pipeline_stable_diffusion_3.py#L630-L802",
    },
];

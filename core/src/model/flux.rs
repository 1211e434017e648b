//! FLUX.1: guidance-distilled rectified-flow transformers by Black Forest Labs.

use super::decoder::{KL_16, KL_16_PARAMETERS};
use super::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{CLIP_L, EncoderTokens, t5_xxl};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::TextStream;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Base of all FLUX.1 denoisers, here without an input for the guidance scale.
pub(super) const FLUX1: MmDit = MmDit {
    class: MmDitClass::Flux,
    width: 3072,
    head_width: 128,
    joint_blocks: 19,
    single_blocks: 38,
    dual_attention_blocks: 0,
    mlp_ratio: 4,
    gated: false,
    modulation: Modulation::PerBlock,
    last_joint_text: TextStream::Continues,
    latent_channels: 16,
    patch: 2,
    patch_embedding: PatchEmbedding::Linear,
    text_width: 4096,
    // Time step, pooled CLIP state.
    conditioning_inputs: &[256, 768],
    vectors: Vectors { biases: true, query_norms: true, text_norm: false },
};

/// FLUX.1 \[dev\].
pub static FLUX1_DEV: Model = Model {
    id: "flux1-dev",
    label: "FLUX.1-dev",
    aliases: &["flux"],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.1-dev"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 50,
        // Its guidance scale is an input of the network; classifier-free guidance comes on top and is rarely used.
        guidance: Guidance::Off,
        text_tokens: 512,
    },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[CLIP_L, t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::MmDit(MmDit {
        // Time step, embedded guidance, pooled CLIP state.
        conditioning_inputs: &[256, 256, 768],
        ..FLUX1
    }),
    denoiser_parameters: 11_901_408_320,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// FLUX.1 \[schnell\], distilled to a few steps.
pub static FLUX1_SCHNELL: Model = Model {
    id: "flux1-schnell",
    label: "FLUX.1-schnell",
    aliases: &["schnell"],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.1-schnell"],
    defaults: Defaults { size: Pixels::square(1024), steps: 4, guidance: Guidance::Off, text_tokens: 256 },
    denoiser: Denoiser::MmDit(FLUX1),
    denoiser_parameters: 11_891_178_560,
    #[cfg(feature = "sources")]
    sources: SCHNELL_SOURCES,
    ..FLUX1_DEV
};

/// FLUX.1 Krea \[dev\], FLUX.1 \[dev\] trained further.
pub static FLUX1_KREA_DEV: Model = Model {
    id: "flux1-krea-dev",
    label: "FLUX.1-Krea-dev",
    aliases: &["flux-krea", "flux1-krea"],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.1-Krea-dev"],
    defaults: Defaults { steps: 28, ..FLUX1_DEV.defaults },
    #[cfg(feature = "sources")]
    sources: KREA_SOURCES,
    ..FLUX1_DEV
};

/// FLUX.1 Kontext \[dev\], which edits a reference image: the network of FLUX.1 \[dev\] trained further.
#[cfg(feature = "how-it-runs")]
pub static FLUX1_KONTEXT: Model = Model {
    id: "flux1-kontext",
    label: "FLUX.1-Kontext-dev",
    aliases: &["flux-kontext", "kontext", "flux1-kontext-dev"],
    #[cfg(feature = "names")]
    hub_ids: &["black-forest-labs/FLUX.1-Kontext-dev"],
    defaults: Defaults { steps: 28, ..FLUX1_DEV.defaults },
    #[cfg(feature = "sources")]
    sources: KONTEXT_SOURCES,
    ..FLUX1_DEV
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "FLUX.1-dev, published configuration",
        locator: "denoiser: layers, heads, widths, guidance embedding",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/black-forest-labs/FLUX.1-dev/transformer/config.json",
    },
    Source {
        title: "FLUX.1 reference code",
        locator: "the same numbers as parameters, MLP ratio",
        url: "https://github.com/black-forest-labs/flux/blob/802fb4713906133fcbd0d8dc5351620ca4773036/src/flux/util.py#L299-L317",
    },
    Source {
        title: "diffusers, FluxTransformer2DModel",
        locator: "single block, joint block, embeddings",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_flux.py#L359-L441",
    },
    Source {
        title: "FLUX.1-dev, published configuration",
        locator: "T5 v1.1 XXL: layers, widths, gated MLP",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/black-forest-labs/FLUX.1-dev/text_encoder_2/config.json",
    },
    Source {
        title: "FLUX.1-dev, published configuration",
        locator: "decoder: channels, blocks, no post-quantisation convolution",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/black-forest-labs/FLUX.1-dev/vae/config.json",
    },
    Source {
        title: "FLUX.1 reference code",
        locator: "50 steps; diffusers says 28 in its signature and about 50 in its documentation",
        url: "https://github.com/black-forest-labs/flux/blob/802fb4713906133fcbd0d8dc5351620ca4773036/src/flux/cli.py#L164-L165",
    },
    Source {
        title: "diffusers, FluxPipeline",
        locator: "1024 px, embedded guidance, at most 512 text tokens, sides in multiples of 16",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux.py#L451-L503",
    },
];

#[cfg(feature = "sources")]
const SCHNELL_SOURCES: &[Source] = &[
    Source {
        title: "FLUX.1-schnell, published configuration",
        locator: "denoiser: layers, heads, widths, no guidance embedding",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/black-forest-labs/FLUX.1-schnell/transformer/config.json",
    },
    Source {
        title: "FLUX.1 reference code",
        locator: "4 steps",
        url: "https://github.com/black-forest-labs/flux/blob/802fb4713906133fcbd0d8dc5351620ca4773036/src/flux/cli.py#L164-L165",
    },
    Source {
        title: "diffusers, documentation of Flux",
        locator: "4 steps, no guidance, at most 256 text tokens recommended; the pipeline takes 512",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/docs/source/en/api/pipelines/flux.md?plain=1#L45-L66",
    },
    source::T5_XXL,
    source::CLIP_L,
    source::KL_16,
];

#[cfg(feature = "sources")]
const KREA_SOURCES: &[Source] = &[
    Source {
        title: "FLUX.1 Krea, inference code",
        locator: "1024 px, 28 steps, embedded guidance",
        url: "https://github.com/krea-ai/flux-krea/blob/88238a00c24afa49a19b0d685f491753af8293f7/inference.py#L10-L16",
    },
    Source {
        title: "FLUX.1 Krea, inference code",
        locator: "denoiser: layers, widths, guidance embedding, the same as FLUX.1-dev",
        url: "https://github.com/krea-ai/flux-krea/blob/88238a00c24afa49a19b0d685f491753af8293f7/src/flux/util.py#L25-L40",
    },
    Source {
        title: "FLUX.1 Krea, README",
        locator: "28 to 32 steps, 1024 to 1280 px; fully compatible with the architecture of FLUX.1-dev",
        url: "https://github.com/krea-ai/flux-krea/blob/88238a00c24afa49a19b0d685f491753af8293f7/README.md?plain=1",
    },
    source::T5_XXL,
    source::CLIP_L,
    source::KL_16,
];

#[cfg(all(feature = "sources", feature = "how-it-runs"))]
const KONTEXT_SOURCES: &[Source] = &[
    Source {
        title: "FLUX.1 reference code",
        locator: "denoiser of flux-dev-kontext: layers, heads, widths, guidance embedding, the same as FLUX.1-dev",
        url: "https://github.com/black-forest-labs/flux/blob/802fb4713906133fcbd0d8dc5351620ca4773036/src/flux/util.py",
    },
    Source {
        title: "diffusers, FluxKontextPipeline",
        locator: "28 steps, embedded guidance, one reference at a preferred size whose tokens follow those of the image, which is of 1024 × 1024 px in area",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux_kontext.py",
    },
    source::T5_XXL,
    source::CLIP_L,
    source::KL_16,
];

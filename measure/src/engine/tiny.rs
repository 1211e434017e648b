//! Tiny twins of the models: the same classes with a few thousand weights, for tests, trying things out and checking
//! a set-up in seconds. Their architecture is that of the checkpoints in `tests/data/diffusion`, which
//! `scripts/diffusion-fixtures` makes.

use wattpix_core::flops::block::{TextStream, Transformer};
use wattpix_core::model::decoder::Decoder;
use wattpix_core::model::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
use wattpix_core::model::text_encoder::{CLIP_TOKENS, EncoderClass, EncoderTokens, TextEncoder, clip};
use wattpix_core::model::unet::{Heads, Level, Levels, UNet};
use wattpix_core::model::{Defaults, Denoiser, Model, Pixels, Sides, flux, qwen_image, sd2, sd35};

/// Sides that the tiny models take: little memory, seconds on a CPU.
const SIDES: Sides = Sides { multiple_of: 16, min: 32, max: 512 };

/// Returns the default settings of a tiny twin: those of its model, made small.
const fn small(model: &Model) -> Defaults {
    Defaults { size: Pixels::square(64), steps: 4, ..model.defaults }
}

/// A decoder of the `AutoencoderKL` kind.
const fn decoder(post_quant: bool) -> Decoder {
    Decoder::Kl { channels: &[8, 8, 16, 16], blocks_per_level: 3, latent_channels: 4, post_quant }
}

/// Width of one head of the twins' CLIP towers.
const CLIP_HEAD_WIDTH: u64 = 8;

/// A CLIP tower of two layers.
const fn small_clip(name: &'static str, parameters: u64, width: u64, projected: bool) -> TextEncoder {
    let tower = clip(name, parameters, 2, width, EncoderClass::Clip, projected);
    TextEncoder { block: Transformer { head_width: CLIP_HEAD_WIDTH, ..tower.block }, ..tower }
}

const fn t5(parameters: u64, width: u64, tokens: EncoderTokens) -> TextEncoder {
    let block =
        Transformer { width, query_width: 24, key_width: 24, head_width: 6, inner: 2 * width, gated: true };
    TextEncoder {
        name: "T5",
        parameters,
        tokens,
        layers: 2,
        class: EncoderClass::T5,
        block,
        pooled_projection: None,
    }
}

/// FLUX.1-dev's twin.
pub static FLUX1_DEV: Model = Model {
    label: "FLUX.1-dev, tiny",
    defaults: small(&flux::FLUX1_DEV),
    sides: SIDES,
    text_encoders: &[small_clip("CLIP", 17_616, 16, false), t5(20_768, 32, EncoderTokens::Seen)],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::Flux,
        width: 32,
        head_width: 16,
        joint_blocks: 2,
        single_blocks: 2,
        latent_channels: 4,
        text_width: 32,
        conditioning_inputs: &[256, 256, 16],
        vectors: Vectors { biases: true, query_norms: true, text_norm: false },
        mlp_ratio: 4,
        dual_attention_blocks: 0,
        gated: false,
        modulation: Modulation::PerBlock,
        last_joint_text: TextStream::Continues,
        patch: 2,
        patch_embedding: PatchEmbedding::Linear,
    }),
    denoiser_parameters: 131_664,
    decoder: decoder(false),
    decoder_parameters: 52_731,
    ..flux::FLUX1_DEV
};

/// Stable Diffusion 3.5 Large's twin.
pub static SD35_LARGE: Model = Model {
    label: "Stable Diffusion 3.5 Large, tiny",
    defaults: small(&sd35::SD35_LARGE),
    sides: Sides { max: 192, ..SIDES },
    text_encoders: &[
        small_clip("CLIP-L", 17_872, 16, true),
        small_clip("OpenCLIP bigG", 31_608, 24, true),
        t5(40_304, 48, EncoderTokens::SeenBut(CLIP_TOKENS)),
    ],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::StableDiffusion3,
        width: 32,
        head_width: 16,
        joint_blocks: 2,
        single_blocks: 0,
        latent_channels: 4,
        text_width: 48,
        conditioning_inputs: &[256, 40],
        vectors: Vectors { biases: true, query_norms: true, text_norm: false },
        mlp_ratio: 4,
        dual_attention_blocks: 0,
        gated: false,
        modulation: Modulation::PerBlock,
        last_joint_text: TextStream::Ends,
        patch: 2,
        patch_embedding: PatchEmbedding::Conv,
    }),
    denoiser_parameters: 78_544,
    decoder: decoder(false),
    decoder_parameters: 52_731,
    ..sd35::SD35_LARGE
};

/// Qwen-Image's twin.
pub static QWEN_IMAGE: Model = Model {
    label: "Qwen-Image, tiny",
    defaults: small(&qwen_image::QWEN_IMAGE),
    sides: SIDES,
    text_encoders: &[TextEncoder {
        name: "Qwen2.5-VL",
        parameters: 28_736,
        layers: 2,
        class: EncoderClass::Llama,
        block: Transformer {
            width: 32,
            query_width: 32,
            key_width: 16,
            head_width: 8,
            inner: 48,
            gated: true,
        },
        tokens: qwen_image::QWEN_IMAGE.text_encoders[0].tokens,
        pooled_projection: None,
    }],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::QwenImage,
        width: 32,
        head_width: 16,
        joint_blocks: 2,
        single_blocks: 0,
        latent_channels: 4,
        text_width: 32,
        conditioning_inputs: &[256],
        vectors: Vectors { biases: true, query_norms: true, text_norm: true },
        mlp_ratio: 4,
        dual_attention_blocks: 0,
        gated: false,
        modulation: Modulation::PerBlock,
        last_joint_text: TextStream::Continues,
        patch: 2,
        patch_embedding: PatchEmbedding::Linear,
    }),
    denoiser_parameters: 89_328,
    decoder: Decoder::CausalVideo { channels: &[4, 8, 8, 8], blocks_per_level: 3, latent_channels: 4 },
    decoder_parameters: 41_747,
    ..qwen_image::QWEN_IMAGE
};

/// Stable Diffusion 2.1's twin.
pub static SD21: Model = Model {
    label: "Stable Diffusion 2.1, tiny",
    defaults: small(&sd2::SD21),
    sides: Sides { multiple_of: 8, ..SIDES },
    text_encoders: &[small_clip("OpenCLIP-H", 31_032, 24, false)],
    denoiser: Denoiser::UNet(UNet {
        levels: Levels::of([
            Level { channels: 8, transformer_layers: 1 },
            Level { channels: 8, transformer_layers: 1 },
            Level { channels: 16, transformer_layers: 1 },
            Level { channels: 16, transformer_layers: 0 },
        ]),
        blocks_per_level: 2,
        heads: Heads::Width(8),
        latent_channels: 4,
        text_width: 24,
        projection: wattpix_core::flops::block::Projection::Linear,
        middle_layers: 1,
        added_features: None,
        guidance_features: None,
    }),
    denoiser_parameters: 163_636,
    decoder: decoder(true),
    decoder_parameters: 52_751,
    ..sd2::SD21
};

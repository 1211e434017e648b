//! LongCat-Image: an MMDiT by Meituan, of fewer blocks of FLUX.1.

use super::text_encoder::qwen25_vl_7b;
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

/// Tokens of the prompt template before and after the prompt, which are encoded and then dropped.
const TEMPLATE_TOKENS: u64 = 36 + 5;

/// LongCat-Image.
pub static LONGCAT_IMAGE: Model = Model {
    id: "longcat-image",
    label: "LongCat-Image",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["meituan-longcat/LongCat-Image"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 50, guidance: Guidance::On, text_tokens: 512 },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[qwen25_vl_7b(EncoderTokens::SeenAnd(TEMPLATE_TOKENS))],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::Flux,
        width: 3072,
        head_width: 128,
        joint_blocks: 10,
        single_blocks: 20,
        dual_attention_blocks: 0,
        mlp_ratio: 4,
        gated: false,
        modulation: Modulation::PerBlock,
        last_joint_text: TextStream::Continues,
        latent_channels: 16,
        patch: 2,
        patch_embedding: PatchEmbedding::Linear,
        text_width: 3584,
        // Time step.
        conditioning_inputs: &[256],
        vectors: Vectors { biases: true, query_norms: true, text_norm: false },
    }),
    denoiser_parameters: 6_270_668_864,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, LongCatImageTransformer2DModel",
        locator: "blocks, widths",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_longcat_image.py",
    },
    Source {
        title: "mflux, LongCat-Image",
        locator: "denoiser: 10 joint and 20 single blocks, text states of 3584; the weights of these are the published 6 billion",
        url: "https://github.com/filipstrand/mflux/blob/9e023107597d07577a73588666f3d13ec359ecc7/src/mflux/models/longcat/model/longcat_transformer/longcat_transformer.py",
    },
    Source {
        title: "diffusers, LongCatImagePipeline",
        locator: "1024 px, 50 steps, guidance, 512 text tokens; the rewriting of the prompt is an option",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/longcat_image/pipeline_longcat_image.py",
    },
    Source {
        title: "LongCat-Image, inference code",
        locator: "36 template tokens before the prompt and 5 after it",
        url: "https://github.com/meituan-longcat/LongCat-Image/blob/045235807423c46260894ec9730e2a8e959b8fff/longcat_image/pipelines/pipeline_longcat_image.py",
    },
    Source {
        title: "Qwen2.5-VL 7B, published configuration as embedded in musubi-tuner",
        locator: "text half: layers, widths, 4 key heads of 128",
        url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/qwen_image/qwen_image_utils.py#L73-L163",
    },
    KL_16_SOURCE,
];

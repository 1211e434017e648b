//! HunyuanDiT: a bilingual diffusion transformer with cross-attention by Tencent.

use super::cross_dit::{Conditioning, CrossDit, Mlp, SelfAttention, TextProjection};
use super::decoder::{KL_4, KL_4_PARAMETERS};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{BERT_LARGE, CLIP_TOKENS, EncoderTokens, mt5_xl};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// HunyuanDiT 1.2.
pub static HUNYUAN_DIT_12: Model = Model {
    id: "hunyuandit-1.2",
    label: "HunyuanDiT 1.2",
    aliases: &["hunyuandit"],
    #[cfg(feature = "names")]
    hub_ids: &["Tencent-Hunyuan/HunyuanDiT-v1.2-Diffusers"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 50,
        guidance: Guidance::On,
        // 77 of BERT, 256 of mT5.
        text_tokens: 333,
    },
    sides: Sides::multiples_of(16),
    // Its padding and its pooling have weights for just these positions.
    text_tokens: (333, 333),
    text_encoders: &[BERT_LARGE, mt5_xl(EncoderTokens::SeenBut(CLIP_TOKENS))],
    denoiser: Denoiser::CrossDit(CrossDit {
        width: 1408,
        head_width: 88,
        blocks: 40,
        // Those after block 20.
        skips: 19,
        latent_channels: 4,
        output_channels: 8,
        patch: 2,
        self_attention: SelfAttention::Dense,
        mlp: Mlp::Plain,
        // 4.3637 times the width.
        inner: 6144,
        text: TextProjection { but: CLIP_TOKENS, inputs: 2048, inner: 4 * 2048, outputs: 1024 },
        conditioning: Conditioning::PooledText { pooled_width: 1024 },
        position_table: None,
        query_norms: false,
        guidance_input: false,
    }),
    denoiser_parameters: 1_499_952_032,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "HunyuanDiT, published configuration",
        locator: "denoiser: layers, heads, widths, MLP ratio, 77 + 256 text tokens",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/Tencent-Hunyuan/HunyuanDiT-Diffusers/transformer/config.json",
    },
    Source {
        title: "HunyuanDiT reference code",
        locator: "layers, width, patch, MLP ratio",
        url: "https://github.com/Tencent/HunyuanDiT/blob/368280ec35119ed2741a30cc5b40aafde34f8a8a/hydit/modules/models.py#L733-L740",
    },
    Source {
        title: "diffusers, conversion of HunyuanDiT",
        locator: "from version 1.2 on, image size and style do not condition",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_hunyuandit_to_diffusers.py#L20-L29",
    },
    Source {
        title: "diffusers, HunyuanDiT2DModel",
        locator: "block, skips, text projection, padding",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/hunyuan_transformer_2d.py#L57-L450",
    },
    Source {
        title: "diffusers, HunyuanDiTAttentionPool",
        locator: "pooling of text, and how it joins the time step",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/embeddings.py#L1661-L1760",
    },
    Source {
        title: "HunyuanDiT, published configuration",
        locator: "BERT: layers, widths, pooled token",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/Tencent-Hunyuan/HunyuanDiT-Diffusers/text_encoder/config.json",
    },
    Source {
        title: "HunyuanDiT, published configuration",
        locator: "mT5: layers, widths, gated MLP",
        url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/Tencent-Hunyuan/HunyuanDiT-Diffusers/text_encoder_2/config.json",
    },
    Source {
        title: "HunyuanDiT, README for diffusers",
        locator: "the pipeline as it is by default",
        url: "https://github.com/Tencent/HunyuanDiT/blob/368280ec35119ed2741a30cc5b40aafde34f8a8a/diffusers/README.md?plain=1#L10-L24",
    },
    Source {
        title: "diffusers, HunyuanDiTPipeline",
        locator: "50 steps, guidance, sides in multiples of 16; rounds sizes to trained ones unless told otherwise",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/hunyuandit/pipeline_hunyuandit.py#L570-L700",
    },
    source::KL_4,
];

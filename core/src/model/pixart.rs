//! PixArt-Sigma: a small diffusion transformer with cross-attention by Huawei Noah's Ark Lab.

use super::cross_dit::{Conditioning, CrossDit, Mlp, SelfAttention, TextProjection};
use super::decoder::{KL_4, KL_4_PARAMETERS};
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::{EncoderTokens, t5_xxl};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// PixArt-Sigma XL 2, 1024 px.
pub static PIXART_SIGMA: Model = Model {
    id: "pixart-sigma",
    label: "PixArt-Sigma",
    aliases: &["pixart"],
    #[cfg(feature = "names")]
    hub_ids: &["PixArt-alpha/PixArt-Sigma-XL-2-1024-MS"],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 20, guidance: Guidance::On, text_tokens: 300 },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 300),
    text_encoders: &[t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::CrossDit(CrossDit {
        width: 1152,
        head_width: 72,
        blocks: 28,
        skips: 0,
        latent_channels: 4,
        output_channels: 8,
        patch: 2,
        self_attention: SelfAttention::Dense,
        mlp: Mlp::Plain,
        inner: 4 * 1152,
        text: TextProjection { but: 0, inputs: 4096, inner: 1152, outputs: 1152 },
        conditioning: Conditioning::Single,
        position_table: Some(128),
        query_norms: false,
        guidance_input: false,
    }),
    denoiser_parameters: 610_856_096,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, conversion of PixArt-Sigma",
        locator: "denoiser: layers, heads, widths, predicted variance",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_pixart_sigma_to_diffusers.py#L148-L166",
    },
    Source {
        title: "diffusers, PixArtTransformer2DModel",
        locator: "model; no embedding of size and aspect, which the parameters confirm",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/pixart_transformer_2d.py#L79-L200",
    },
    Source {
        title: "PixArt-Sigma reference code",
        locator: "layers, width, patch",
        url: "https://github.com/PixArt-alpha/PixArt-sigma/blob/1ce521afddcc2fab329b35b7374aa86d654e12f7/diffusion/model/nets/PixArtMS.py#L292-L293",
    },
    Source {
        title: "PixArt-Sigma reference code",
        locator: "300 text tokens",
        url: "https://github.com/PixArt-alpha/PixArt-sigma/blob/1ce521afddcc2fab329b35b7374aa86d654e12f7/configs/pixart_sigma_config/PixArt_sigma_xl2_img1024_internalms.py#L42",
    },
    Source {
        title: "PixArt-Sigma reference code",
        locator: "20 steps of its solver, guidance",
        url: "https://github.com/PixArt-alpha/PixArt-sigma/blob/1ce521afddcc2fab329b35b7374aa86d654e12f7/scripts/inference.py#L37-L160",
    },
    Source {
        title: "diffusers, PixArtSigmaPipeline",
        locator: "20 steps, guidance, 300 text tokens; rounds sizes to trained ones unless told otherwise",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/pixart_alpha/pipeline_pixart_sigma.py#L630-L660",
    },
    source::T5_XXL,
    source::KL_4,
];

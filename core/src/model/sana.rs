//! Sana: a diffusion transformer with linear attention in a deeply compressed latent, by NVIDIA.

use super::cross_dit::{Conditioning, CrossDit, Mlp, SelfAttention, TextProjection};
use super::decoder::Decoder;
#[cfg(feature = "sources")]
use super::source;
use super::text_encoder::GEMMA2_2B;
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Sana 1.6B, 1024 px.
pub static SANA_1600M: Model = Model {
    id: "sana-1.6b",
    label: "Sana 1.6B",
    aliases: &["sana"],
    #[cfg(feature = "names")]
    hub_ids: &[
        "Efficient-Large-Model/Sana_1600M_1024px_diffusers",
        "Efficient-Large-Model/Sana_1600M_1024px_BF16_diffusers",
    ],
    origin: Origin::Published,
    defaults: Defaults { size: Pixels::square(1024), steps: 20, guidance: Guidance::On, text_tokens: 300 },
    sides: Sides::multiples_of(32),
    text_tokens: (1, 300),
    text_encoders: &[GEMMA2_2B],
    denoiser: Denoiser::CrossDit(CrossDit {
        width: 2240,
        head_width: 112,
        blocks: 20,
        skips: 0,
        latent_channels: 32,
        output_channels: 32,
        patch: 1,
        self_attention: SelfAttention::Linear { head_width: 32 },
        mlp: Mlp::GatedConv,
        // 2.5 times the width.
        inner: 5600,
        text: TextProjection { but: 0, inputs: 2304, inner: 2240, outputs: 2240 },
        conditioning: Conditioning::Single,
        position_table: None,
    }),
    denoiser_parameters: 1_604_462_752,
    decoder: Decoder::DeepCompression {
        channels: &[128, 256, 512, 512, 1024, 1024],
        blocks_per_level: 3,
        first_attention: 3,
        head_width: 32,
        latent_channels: 32,
    },
    decoder_parameters: 159_223_171,
    latent_scale: 32,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Sana, training configuration",
        locator: "denoiser variant, MLP ratio, 300 tokens of Gemma 2 2B, latent of 32 channels at 1/32",
        url: "https://github.com/NVlabs/Sana/blob/28af99f3b27d21e88a5d27fb6195d8dd22b90c82/configs/sana_config/1024ms/Sana_1600M_img1024.yaml",
    },
    Source {
        title: "diffusers, SanaTransformer2DModel",
        locator: "model as the class is by default: layers, heads, widths; blocks",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/sana_transformer.py#L33-L370",
    },
    Source {
        title: "diffusers, SanaLinearAttnProcessor2_0",
        locator: "linear attention, with a row of ones beside the values",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/attention_processor.py#L5341-L5390",
    },
    Source {
        title: "diffusers, conversion of the decoder",
        locator: "dc-ae-f32c32-sana-1.0: channels, blocks, scales",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_dcae_to_diffusers.py#L121-L152",
    },
    Source {
        title: "diffusers, AutoencoderDC",
        locator: "decoder; dense attention on maps of at most 32 positions",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_dc.py#L64-L420",
    },
    Source {
        title: "diffusers, SanaPipeline",
        locator: "1024 px, 20 steps, guidance, 300 text tokens; rounds sizes to trained ones unless told otherwise",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/sana/pipeline_sana.py#L674-L702",
    },
    source::GEMMA2,
];

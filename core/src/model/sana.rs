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

/// Base of the Sana denoisers: that of Sana 1.6B.
const SANA: CrossDit = CrossDit {
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
    query_norms: false,
    guidance_input: false,
};

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
    denoiser: Denoiser::CrossDit(SANA),
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

/// SANA-1.5 4.8B, 1024 px: three times as many blocks, and norms of queries and keys.
pub static SANA15_4800M: Model = Model {
    id: "sana1.5-4.8b",
    label: "SANA-1.5 4.8B",
    aliases: &["sana1.5", "sana-1.5-4.8b"],
    #[cfg(feature = "names")]
    hub_ids: &[
        "Efficient-Large-Model/SANA1.5_4.8B_1024px_diffusers",
        "Efficient-Large-Model/SANA1.5_4.8B_1024px",
    ],
    denoiser: Denoiser::CrossDit(CrossDit { blocks: 60, query_norms: true, ..SANA }),
    denoiser_parameters: 4_721_825_952,
    #[cfg(feature = "sources")]
    sources: SANA15_SOURCES,
    ..SANA_1600M
};

/// SANA-Sprint 1.6B, 1024 px, distilled to one to four steps, with the guidance scale as an input.
pub static SANA_SPRINT_1600M: Model = Model {
    id: "sana-sprint-1.6b",
    label: "SANA-Sprint 1.6B",
    aliases: &["sana-sprint"],
    #[cfg(feature = "names")]
    hub_ids: &[
        "Efficient-Large-Model/Sana_Sprint_1.6B_1024px_diffusers",
        "Efficient-Large-Model/Sana_Sprint_1.6B_1024px",
    ],
    defaults: Defaults { steps: 2, guidance: Guidance::Off, ..SANA_1600M.defaults },
    denoiser: Denoiser::CrossDit(CrossDit { query_norms: true, guidance_input: true, ..SANA }),
    denoiser_parameters: 1_610_237_472,
    #[cfg(feature = "sources")]
    sources: SPRINT_SOURCES,
    ..SANA_1600M
};

#[cfg(feature = "sources")]
const BLOCKS: Source = Source {
    title: "diffusers, SanaTransformer2DModel",
    locator: "model as the class is by default: layers, heads, widths; blocks",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/sana_transformer.py#L33-L370",
};

#[cfg(feature = "sources")]
const LINEAR_ATTENTION: Source = Source {
    title: "diffusers, SanaLinearAttnProcessor2_0",
    locator: "linear attention, with a row of ones beside the values",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/attention_processor.py#L5341-L5390",
};

#[cfg(feature = "sources")]
const DECODER: Source = Source {
    title: "diffusers, conversion of the decoder",
    locator: "dc-ae-f32c32-sana-1.0: channels, blocks, scales",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_dcae_to_diffusers.py#L121-L152",
};

#[cfg(feature = "sources")]
const DECODER_BLOCKS: Source = Source {
    title: "diffusers, AutoencoderDC",
    locator: "decoder; dense attention on maps of at most 32 positions",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_dc.py#L64-L420",
};

#[cfg(feature = "sources")]
const PIPELINE: Source = Source {
    title: "diffusers, SanaPipeline",
    locator: "1024 px, 20 steps, guidance, 300 text tokens; rounds sizes to trained ones unless told otherwise",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/sana/pipeline_sana.py#L674-L702",
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "Sana, training configuration",
        locator: "denoiser variant, MLP ratio, 300 tokens of Gemma 2 2B, latent of 32 channels at 1/32",
        url: "https://github.com/NVlabs/Sana/blob/28af99f3b27d21e88a5d27fb6195d8dd22b90c82/configs/sana_config/1024ms/Sana_1600M_img1024.yaml",
    },
    BLOCKS,
    LINEAR_ATTENTION,
    DECODER,
    DECODER_BLOCKS,
    PIPELINE,
    source::GEMMA2,
];

#[cfg(feature = "sources")]
const CONVERSION: Source = Source {
    title: "diffusers, conversion of Sana",
    locator: "layers, heads, widths, norms of queries and keys over all heads; embedded guidance of SANA-Sprint",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_sana_to_diffusers.py#L228-L262",
};

#[cfg(feature = "sources")]
const SANA15_SOURCES: &[Source] = &[
    Source {
        title: "SANA-1.5, training configuration",
        locator: "denoiser variant of 60 layers, norms of queries and keys, 300 tokens of Gemma 2 2B",
        url: "https://github.com/NVlabs/Sana/blob/3e33661156d05d231073996b48b334c32cdc8043/configs/sana1-5_config/1024ms/Sana_4800M_1024px_came8bit_grow_constant_allqknorm_bf16_lr2e5.yaml",
    },
    CONVERSION,
    BLOCKS,
    LINEAR_ATTENTION,
    DECODER,
    DECODER_BLOCKS,
    PIPELINE,
    source::GEMMA2,
];

#[cfg(feature = "sources")]
const SPRINT_SOURCES: &[Source] = &[
    Source {
        title: "SANA-Sprint, training configuration",
        locator: "denoiser variant of 20 layers, norms of queries and keys, embedded guidance, 300 tokens of Gemma 2 2B",
        url: "https://github.com/NVlabs/Sana/blob/3e449ba38d7073b7e26cda955c3236c4e2fb96fb/configs/sana_sprint_config/1024ms/SanaSprint_1600M_1024px_allqknorm_bf16_scm_ladd.yaml",
    },
    CONVERSION,
    Source {
        title: "diffusers, SanaSprintPipeline",
        locator: "2 steps, the guidance scale is an input, 300 text tokens",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/sana/pipeline_sana_sprint.py#L563-L590",
    },
    BLOCKS,
    LINEAR_ATTENTION,
    DECODER,
    DECODER_BLOCKS,
    source::GEMMA2,
];

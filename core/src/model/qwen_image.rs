//! Qwen-Image: a 20-billion-parameter MMDiT by the Qwen team.

use super::decoder::Decoder;
use super::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
use super::text_encoder::{EncoderClass, EncoderTokens, TextEncoder};
use super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::{TextStream, Transformer};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Tokens of the prompt template that are encoded and then dropped.
const TEMPLATE_TOKENS: u64 = 34;

/// The text half of Qwen2.5-VL 7B.
const QWEN25_VL_7B: TextEncoder = TextEncoder {
    name: "Qwen2.5-VL 7B",
    parameters: 7_070_619_136,
    tokens: EncoderTokens::SeenAnd(TEMPLATE_TOKENS),
    layers: 28,
    class: EncoderClass::Llama,
    block: Transformer {
        width: 3584,
        query_width: 3584,
        key_width: 512,
        head_width: 128,
        inner: 18_944,
        gated: true,
    },
    pooled_projection: None,
};

/// Qwen-Image.
pub static QWEN_IMAGE: Model = Model {
    id: "qwen-image",
    label: "Qwen-Image",
    aliases: &["qwen"],
    #[cfg(feature = "names")]
    hub_ids: &["Qwen/Qwen-Image"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(1024),
        steps: 50,
        guidance: Guidance::On,
        // The paper's average prompt; the template's five closing tokens make it 17 in the released pipeline.
        text_tokens: 12,
    },
    sides: Sides::multiples_of(16),
    text_tokens: (1, 1024),
    text_encoders: &[QWEN25_VL_7B],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::QwenImage,
        width: 3072,
        head_width: 128,
        joint_blocks: 60,
        single_blocks: 0,
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
        vectors: Vectors { biases: true, query_norms: true, text_norm: true },
    }),
    denoiser_parameters: 20_430_401_088,
    decoder: Decoder::CausalVideo {
        channels: &[96, 192, 384, 384],
        blocks_per_level: 3,
        latent_channels: 16,
    },
    decoder_parameters: 73_295_603,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// Qwen-Image of December 2025, the same network trained further.
pub static QWEN_IMAGE_2512: Model = Model {
    id: "qwen-image-2512",
    label: "Qwen-Image-2512",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["Qwen/Qwen-Image-2512"],
    #[cfg(feature = "sources")]
    sources: SOURCES_2512,
    ..QWEN_IMAGE
};

/// Qwen-Image-Lightning, distilled to eight steps, its low-rank weights merged into those of Qwen-Image.
pub static QWEN_IMAGE_LIGHTNING: Model = Model {
    id: "qwen-image-lightning",
    label: "Qwen-Image-Lightning",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["lightx2v/Qwen-Image-Lightning", "lightx2v/Qwen-Image-2512-Lightning"],
    defaults: Defaults { steps: 8, guidance: Guidance::Off, ..QWEN_IMAGE.defaults },
    #[cfg(feature = "sources")]
    sources: LIGHTNING_SOURCES,
    ..QWEN_IMAGE
};

/// Qwen2.5-VL 7B as the pipelines that edit run it: with its vision tower and a longer template.
#[cfg(feature = "how-it-runs")]
const WITH_VISION: TextEncoder = TextEncoder {
    parameters: QWEN25_VL_7B.parameters + super::editing::VISION_TOWER_PARAMETERS,
    tokens: EncoderTokens::SeenAnd(super::editing::EDIT_TEMPLATE_TOKENS),
    ..QWEN25_VL_7B
};

/// Qwen-Image-Edit of December 2025 (2511), which edits up to three reference images.
#[cfg(feature = "how-it-runs")]
pub static QWEN_IMAGE_EDIT: Model = Model {
    id: "qwen-image-edit",
    label: "Qwen-Image-Edit-2511",
    aliases: &["qwen-image-edit-2511", "qwen-edit"],
    #[cfg(feature = "names")]
    hub_ids: &["Qwen/Qwen-Image-Edit-2511"],
    defaults: Defaults { steps: 40, ..QWEN_IMAGE.defaults },
    text_encoders: &[WITH_VISION],
    #[cfg(feature = "sources")]
    sources: EDIT_SOURCES,
    ..QWEN_IMAGE
};

/// Qwen-Image-Edit of September 2025 (2509).
#[cfg(feature = "how-it-runs")]
pub static QWEN_IMAGE_EDIT_2509: Model = Model {
    id: "qwen-image-edit-2509",
    label: "Qwen-Image-Edit-2509",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["Qwen/Qwen-Image-Edit-2509"],
    ..QWEN_IMAGE_EDIT
};

#[cfg(feature = "sources")]
const DENOISER: Source = Source {
    title: "Qwen-Image, published configuration as embedded in musubi-tuner",
    locator: "denoiser: layers, heads, widths",
    url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/qwen_image/qwen_image_model.py#L1388-L1406",
};

#[cfg(feature = "sources")]
const BLOCKS: Source = Source {
    title: "diffusers, QwenImageTransformer2DModel",
    locator: "block and model; every block keeps both streams",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_qwenimage.py#L633-L906",
};

#[cfg(feature = "sources")]
const TEXT_ENCODER: Source = Source {
    title: "Qwen2.5-VL 7B, published configuration as embedded in musubi-tuner",
    locator: "text half: layers, widths, 4 key heads of 128",
    url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/qwen_image/qwen_image_utils.py#L73-L163",
};

#[cfg(feature = "sources")]
const DECODER: Source = Source {
    title: "diffusers, AutoencoderKLQwenImage",
    locator: "decoder; temporal upsampling is skipped for the first frame",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_qwenimage.py#L570-L709",
};

#[cfg(feature = "sources")]
const PIPELINE: Source = Source {
    title: "diffusers, QwenImagePipeline",
    locator: "1024 px, 50 steps, 34 template tokens dropped after encoding, at most 1024 text tokens",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage.py#L174-L432",
};

#[cfg(feature = "sources")]
const PROMPT: Source = Source {
    title: "Energy Scaling Laws for Diffusion Models",
    locator: "12 text tokens on average",
    url: "https://arxiv.org/abs/2511.17031v1",
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    DENOISER,
    BLOCKS,
    TEXT_ENCODER,
    DECODER,
    PIPELINE,
    Source {
        title: "Qwen-Image, README",
        locator: "guidance on: the example passes a negative prompt and a scale of 4",
        url: "https://github.com/QwenLM/Qwen-Image/blob/6b5e1f5cec987d404be5ac6657db3b9aacb56a89/README.md?plain=1#L196-L220",
    },
    PROMPT,
];

#[cfg(feature = "sources")]
const SOURCES_2512: &[Source] = &[
    Source {
        title: "Qwen-Image, README",
        locator: "Qwen-Image-2512 in the pipeline of Qwen-Image: 50 steps, guidance scale 4; its examples are larger than 1024 px",
        url: "https://github.com/QwenLM/Qwen-Image/blob/6b5e1f5cec987d404be5ac6657db3b9aacb56a89/README.md?plain=1#L80-L128",
    },
    DENOISER,
    BLOCKS,
    TEXT_ENCODER,
    DECODER,
    PIPELINE,
    PROMPT,
];

#[cfg(feature = "sources")]
const LIGHTNING_SOURCES: &[Source] = &[
    Source {
        title: "Qwen-Image-Lightning, README",
        locator: "low-rank weights for Qwen-Image: 8 steps (others for 4), guidance scale 1",
        url: "https://github.com/ModelTC/Qwen-Image-Lightning/blob/25d1e9935ba97e1f60503f8c000201e08b1fe8f4/README.md?plain=1#L195-L220",
    },
    DENOISER,
    BLOCKS,
    TEXT_ENCODER,
    DECODER,
    PIPELINE,
    PROMPT,
];

#[cfg(all(feature = "sources", feature = "how-it-runs"))]
const EDIT_SOURCES: &[Source] = &[
    Source {
        title: "Qwen-Image, README",
        locator: "Qwen-Image-Edit-2511 and 2509 in the pipeline of diffusers: 40 steps, guidance scale 4 with a negative prompt",
        url: "https://github.com/QwenLM/Qwen-Image/blob/0a83598a89294594f109fa689cc3faee44a129a6/README.md?plain=1",
    },
    Source {
        title: "diffusers, QwenImageEditPlusPipeline",
        locator: "references of 1024 × 1024 px in area as tokens after those of the image, of 384 × 384 px for the text encoder; 64 template tokens dropped after encoding",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage_edit_plus.py",
    },
    DENOISER,
    BLOCKS,
    TEXT_ENCODER,
    DECODER,
    PROMPT,
];

//! HunyuanImage 2.1: a text-to-image model by Tencent for images of four megapixels.

use super::hunyuan_image_dit::GLYPHS;
use super::text_encoder::{BYT5_SMALL, qwen25_vl_7b};
use super::{HunyuanImageDecoder, HunyuanImageDit};
use crate::model::class_dit::ClassDit;
use crate::model::decoder::Decoder;
use crate::model::text_encoder::EncoderTokens;
use crate::model::{Defaults, Denoiser, Family, Model, Origin, Pixels, Sides};
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;

/// Tokens of the prompt template that are encoded and then dropped.
const TEMPLATE_TOKENS: u64 = 34;

const DIT: HunyuanImageDit = HunyuanImageDit {
    width: 3584,
    head_width: 128,
    joint_blocks: 20,
    single_blocks: 40,
    refiners: 2,
    conditions: 1,
};

const DENOISER: ClassDit = ClassDit {
    family: Family::MmDit,
    frames: None,
    experts: 1,
    latent_channels: 64,
    patch: 1,
    patch_frames: 1,
    network: &DIT,
};

/// HunyuanImage 2.1.
pub static HUNYUAN_IMAGE_21: Model = Model {
    id: "hunyuan-image-2.1",
    label: "HunyuanImage-2.1",
    aliases: &["hunyuan-image"],
    #[cfg(feature = "names")]
    hub_ids: &["tencent/HunyuanImage-2.1", "hunyuanvideo-community/HunyuanImage-2.1-Diffusers"],
    origin: Origin::Published,
    defaults: Defaults {
        size: Pixels::square(2048),
        steps: 50,
        guidance: Guidance::On,
        // The prompt filled up to 1000, and the glyphs.
        text_tokens: 1000 + GLYPHS as u32,
    },
    sides: Sides { multiple_of: 32, min: 128, max: 4096 },
    text_tokens: (GLYPHS as u32 + 1, 1000 + GLYPHS as u32),
    text_encoders: &[qwen25_vl_7b(EncoderTokens::SeenBut(GLYPHS - TEMPLATE_TOKENS)), BYT5_SMALL],
    denoiser: Denoiser::Class(DENOISER),
    denoiser_parameters: 17_425_795_520,
    decoder: Decoder::Class(&HunyuanImageDecoder {
        channels: &[1024, 1024, 512, 512, 256, 128],
        blocks_per_level: 3,
        latent_channels: 64,
    }),
    decoder_parameters: 260_567_939,
    latent_scale: 32,
    #[cfg(feature = "sources")]
    sources: SOURCES,
};

/// HunyuanImage 2.1 distilled to eight steps, its guidance embedded.
pub static HUNYUAN_IMAGE_21_DISTILLED: Model = Model {
    id: "hunyuan-image-2.1-distilled",
    label: "HunyuanImage-2.1-Distilled",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &["hunyuanvideo-community/HunyuanImage-2.1-Distilled-Diffusers"],
    defaults: Defaults { steps: 8, guidance: Guidance::Off, ..HUNYUAN_IMAGE_21.defaults },
    denoiser: Denoiser::Class(ClassDit { network: &HunyuanImageDit { conditions: 3, ..DIT }, ..DENOISER }),
    denoiser_parameters: 17_453_334_976,
    ..HUNYUAN_IMAGE_21
};

#[cfg(feature = "sources")]
const SOURCES: &[Source] = &[
    Source {
        title: "diffusers, conversion of HunyuanImage",
        locator: "denoisers: blocks, heads, widths, what is embedded; decoder: channels, blocks",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/scripts/convert_hunyuan_image_to_diffusers.py#L850-L990",
    },
    Source {
        title: "diffusers, HunyuanImageTransformer2DModel",
        locator: "block and model, refiner of the text, projection of the glyphs",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_hunyuanimage.py",
    },
    Source {
        title: "diffusers, AutoencoderKLHunyuanImage",
        locator: "decoder; tiles are off by default",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_hunyuanimage.py",
    },
    Source {
        title: "diffusers, HunyuanImagePipeline",
        locator: "1000 text tokens after 34 of a template, 128 of glyphs, which are zeros where the prompt quotes nothing",
        url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/hunyuan_image/pipeline_hunyuanimage.py",
    },
    Source {
        title: "HunyuanImage-2.1, README",
        locator: "17 billion weights, 2048 px; 50 steps with guidance, distilled 8 steps",
        url: "https://github.com/Tencent-Hunyuan/HunyuanImage-2.1/blob/01fc5617072daa3b9227d7d9e1ce0ad1ae9f3bc9/README.md",
    },
    Source {
        title: "Qwen2.5-VL 7B, published configuration as embedded in musubi-tuner",
        locator: "text half: layers, widths, 4 key heads of 128",
        url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/qwen_image/qwen_image_utils.py#L73-L163",
    },
];

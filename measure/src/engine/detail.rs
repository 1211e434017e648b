//! Facts that the engine needs of a model beyond its FLOPs: position codes, vocabularies, latent scaling,
//! the schedule. Widths, heads, depths and channels are in [`wattpix_core::model`] and nowhere else.
//!
//! Values are those of the released checkpoints' configuration files. Where no address stands beside one it is a default of the
//! class of diffusers 0.42.1 or transformers 5.23.0, against which tests hold the tiny twins; vocabularies are held by the
//! published numbers of weights.

use wattpix_core::model::{Model, flux, qwen_image, sd2, sd35};

use super::scheduler::{Diffusion, Dynamic, Sampler, ScheduleKind};
use super::text::clip::Activation;
use super::tiny;

/// A model with everything that running it takes.
#[derive(Debug)]
pub struct Detail {
    /// Architecture.
    pub model: &'static Model,
    /// Text encoders, in the order of [`Model::text_encoders`].
    pub text: &'static [TextDetail],
    /// Denoiser.
    pub denoiser: DenoiserDetail,
    /// Groups of its decoder's group norms, where it has such.
    pub decoder_groups: usize,
    /// From the denoiser's latents to the decoder's.
    pub latent: LatentScale,
    /// The pipeline's default schedule.
    pub schedule: ScheduleKind,
    /// Guidance scale when classifier-free guidance is on.
    pub guidance_scale: f64,
    /// Guidance scale that the network itself takes as an input.
    pub embedded_guidance: Option<f64>,
    /// True if the released pipeline runs both passes of guidance as one batch.
    pub guidance_batched: bool,
    /// True if guided predictions are scaled back to the length of the unguided ones (Qwen-Image).
    pub guidance_keeps_length: bool,
}

/// Details needed to run a text encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextDetail {
    /// CLIP's text tower.
    Clip {
        /// Tokens of the vocabulary.
        vocabulary: usize,
        /// Activation of its MLPs.
        activation: Activation,
    },
    /// T5's encoder.
    T5 {
        /// Rows of the token table (more than the tokenizer has tokens).
        vocabulary: usize,
    },
    /// Qwen2.5-VL's language model.
    Qwen2 {
        /// Rows of the token table (more than the tokenizer has tokens).
        vocabulary: usize,
    },
}

impl TextDetail {
    /// Rows of the token table.
    pub const fn vocabulary(self) -> usize {
        match self {
            Self::Clip { vocabulary, .. } | Self::T5 { vocabulary, .. } | Self::Qwen2 { vocabulary, .. } => {
                vocabulary
            }
        }
    }
}

/// Details needed to run a denoiser.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DenoiserDetail {
    /// Flux: joint and single-stream blocks with rotary positions.
    Flux {
        /// Features of a head that turn with the position on each axis: text, row, column.
        rotary_widths: [usize; 3],
    },
    /// Stable Diffusion 3: joint blocks with a sinusoidal position table.
    Sd3 {
        /// Patches along one side of the position table.
        table_side: usize,
        /// Patches along one side of the images of the first training stage, to which positions are scaled.
        base_side: usize,
    },
    /// Qwen-Image: joint blocks with rotary positions centred on the image.
    Qwen {
        /// Features of a head that turn with the position on each axis: frame, row, column.
        rotary_widths: [usize; 3],
    },
    /// Stable Diffusion 2: U-Net.
    UNet {
        /// Groups of every group norm.
        groups: usize,
    },
}

/// Scaling from the denoiser's latents to the decoder's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LatentScale {
    /// `latent / scale + shift` (`scaling_factor`, `shift_factor`).
    Uniform {
        /// Divisor.
        scale: f64,
        /// Summand.
        shift: f64,
    },
    /// `latent · deviation + mean`, channel by channel (`latents_std`, `latents_mean`).
    PerChannel {
        /// Summands.
        mean: &'static [f32],
        /// Factors.
        deviation: &'static [f32],
    },
}

const CLIP_L: TextDetail = TextDetail::Clip { vocabulary: 49_408, activation: Activation::QuickGelu };
const OPEN_CLIP: TextDetail = TextDetail::Clip { vocabulary: 49_408, activation: Activation::Gelu };
const T5_XXL: TextDetail = TextDetail::T5 { vocabulary: 32_128 };
/// Features of a head that turn with each axis in Flux and Qwen-Image (`axes_dims_rope`).
const ROTARY_WIDTHS: [usize; 3] = [16, 56, 56];

/// FLUX.1-dev.
pub static FLUX1_DEV: Detail = Detail {
    model: &flux::FLUX1_DEV,
    text: &[CLIP_L, T5_XXL],
    denoiser: DenoiserDetail::Flux { rotary_widths: ROTARY_WIDTHS },
    decoder_groups: 32,
    // https://github.com/black-forest-labs/flux/blob/802fb4713906133fcbd0d8dc5351620ca4773036/src/flux/util.py, `ae_params`.
    latent: LatentScale::Uniform { scale: 0.3611, shift: 0.1159 },
    // https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/2d30eeedfdda59ab06a2fcd8a1c4f0ac0d228d9d/backend/huggingface/black-forest-labs/FLUX.1-dev/scheduler/scheduler_config.json
    schedule: ScheduleKind::FlowDynamic(Dynamic {
        base_tokens: 256,
        max_tokens: 4096,
        base_shift: 0.5,
        max_shift: 1.15,
        terminal: None,
    }),
    // Nobody publishes a scale for guidance on top of the embedded one; Qwen-Image's.
    guidance_scale: 4.0,
    // https://github.com/huggingface/diffusers v0.42.1, pipelines/flux/pipeline_flux.py, `guidance_scale`.
    embedded_guidance: Some(3.5),
    guidance_batched: false,
    guidance_keeps_length: false,
};

/// Stable Diffusion 3.5 Large.
pub static SD35_LARGE: Detail = Detail {
    model: &sd35::SD35_LARGE,
    text: &[CLIP_L, OPEN_CLIP, T5_XXL],
    denoiser: DenoiserDetail::Sd3 { table_side: 192, base_side: 64 },
    decoder_groups: 32,
    // https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/2d5b6cacefa4b95b7b1d2f92f9d5f11acb39f925/backend/huggingface/stabilityai/stable-diffusion-3.5-large/vae/config.json
    latent: LatentScale::Uniform { scale: 1.5305, shift: 0.0609 },
    // scheduler/scheduler_config.json beside it.
    schedule: ScheduleKind::FlowFixed { shift: 3.0 },
    // The model card's example.
    guidance_scale: 3.5,
    embedded_guidance: None,
    guidance_batched: true,
    guidance_keeps_length: false,
};

/// Qwen-Image.
pub static QWEN_IMAGE: Detail = Detail {
    model: &qwen_image::QWEN_IMAGE,
    text: &[TextDetail::Qwen2 { vocabulary: 152_064 }],
    denoiser: DenoiserDetail::Qwen { rotary_widths: ROTARY_WIDTHS },
    decoder_groups: 1,
    latent: LatentScale::PerChannel {
        // `AutoencoderKLQwenImage` of diffusers 0.42.1, defaults of the class.
        mean: &[
            -0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508, 0.4134, -0.0715, 0.5517,
            -0.3632, -0.1922, -0.9497, 0.2503, -0.2921,
        ],
        deviation: &[
            2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743, 3.2687, 2.1526, 2.8652, 1.5579,
            1.6382, 1.1253, 2.8251, 1.9160,
        ],
    },
    // https://github.com/ostris/ai-toolkit/blob/259d68d44089ea1eb280e3726f0d1fa207a5606b/extensions_built_in/diffusion_models/qwen_image/qwen_image.py#L22-L37
    schedule: ScheduleKind::FlowDynamic(Dynamic {
        base_tokens: 256,
        max_tokens: 8192,
        base_shift: 0.5,
        max_shift: 0.9,
        terminal: Some(0.02),
    }),
    // diffusers' `true_cfg_scale`.
    guidance_scale: 4.0,
    embedded_guidance: None,
    guidance_batched: false,
    guidance_keeps_length: true,
};

/// Stable Diffusion 2.1.
pub static SD21: Detail = Detail {
    model: &sd2::SD21,
    text: &[OPEN_CLIP],
    denoiser: DenoiserDetail::UNet { groups: 32 },
    decoder_groups: 32,
    latent: LatentScale::Uniform { scale: 0.18215, shift: 0.0 },
    // The checkpoint's default (https://github.com/huggingface/diffusers/issues/1666).
    schedule: ScheduleKind::Diffusion(Diffusion {
        beta_start: 0.000_85,
        beta_end: 0.012,
        offset: 1,
        sampler: Sampler::Ddim,
    }),
    // diffusers' `guidance_scale` of this pipeline.
    guidance_scale: 7.5,
    embedded_guidance: None,
    guidance_batched: true,
    guidance_keeps_length: false,
};

const TINY_CLIP: TextDetail = TextDetail::Clip { vocabulary: 612, activation: Activation::QuickGelu };
const TINY_OPEN_CLIP: TextDetail = TextDetail::Clip { vocabulary: 612, activation: Activation::Gelu };
const TINY_T5: TextDetail = TextDetail::T5 { vocabulary: 64 };
const TINY_ROTARY_WIDTHS: [usize; 3] = [4, 6, 6];

/// The tiny twins, in the order of [`ALL`].
static TINY: [Detail; 4] = [
    Detail {
        model: &tiny::FLUX1_DEV,
        text: &[TINY_CLIP, TINY_T5],
        denoiser: DenoiserDetail::Flux { rotary_widths: TINY_ROTARY_WIDTHS },
        decoder_groups: 4,
        ..FLUX1_DEV
    },
    Detail {
        model: &tiny::SD35_LARGE,
        text: &[TINY_CLIP, TINY_OPEN_CLIP, TINY_T5],
        denoiser: DenoiserDetail::Sd3 { table_side: 12, base_side: 4 },
        decoder_groups: 4,
        ..SD35_LARGE
    },
    Detail {
        model: &tiny::QWEN_IMAGE,
        text: &[TextDetail::Qwen2 { vocabulary: 409 }],
        denoiser: DenoiserDetail::Qwen { rotary_widths: TINY_ROTARY_WIDTHS },
        latent: LatentScale::PerChannel { mean: &[-0.5, 0.25, 0.1, -0.2], deviation: &[2.0, 1.5, 1.25, 3.0] },
        ..QWEN_IMAGE
    },
    Detail {
        model: &tiny::SD21,
        text: &[TINY_OPEN_CLIP],
        denoiser: DenoiserDetail::UNet { groups: 4 },
        decoder_groups: 4,
        ..SD21
    },
];

/// Every model that the engine runs.
pub static ALL: [&Detail; 4] = [&FLUX1_DEV, &SD35_LARGE, &QWEN_IMAGE, &SD21];

/// The model of this id.
pub fn find(id: &str) -> Option<&'static Detail> {
    ALL.into_iter().find(|detail| detail.model.id == id)
}

/// The tiny twin of the model of this id.
pub fn find_tiny(id: &str) -> Option<&'static Detail> {
    TINY.iter().find(|detail| detail.model.id == id)
}

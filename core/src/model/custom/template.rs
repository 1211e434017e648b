//! The plain description of each family, from which a new architecture is described. Each is an ordinary member of its family with the
//! text encoder and the decoder that most of the catalogue's have.

use super::super::cross_dit::{Conditioning, CrossDit, Mlp, SelfAttention, TextProjection};
use super::super::decoder::{KL_4, KL_4_PARAMETERS, KL_16, KL_16_PARAMETERS};
use super::super::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};
use super::super::next_dit::{NextDit, NextDitClass};
use super::super::text_encoder::{CLIP_L, EncoderTokens, GEMMA2_2B, t5_xxl};
use super::super::unet::{Heads, Level, Levels, UNet};
use super::super::{Defaults, Denoiser, Model, Origin, Pixels, Sides};
use crate::flops::block::{Projection, TextStream, Transformer};
use crate::setting::Guidance;

/// Every template.
pub static ALL: [&Model; 4] = [&MMDIT, &DIT, &SINGLE_STREAM, &UNET];

/// The template with this id.
pub fn find(id: &str) -> Option<&'static Model> {
    ALL.into_iter().find(|template| template.id == id)
}

/// Returns the default run of a template.
const fn run(side: u32, text_tokens: u32) -> Defaults {
    Defaults { size: Pixels::square(side), steps: 50, guidance: Guidance::On, text_tokens }
}

/// An MMDiT of joint blocks in a latent of 16 channels, its text from T5 v1.1 XXL.
pub static MMDIT: Model = Model {
    id: "mmdit",
    label: "MMDiT",
    aliases: &[],
    #[cfg(feature = "names")]
    hub_ids: &[],
    origin: Origin::Template,
    defaults: run(1024, 256),
    sides: Sides::multiples_of(16),
    text_tokens: (1, 512),
    text_encoders: &[t5_xxl(EncoderTokens::Seen)],
    denoiser: Denoiser::MmDit(MmDit {
        class: MmDitClass::QwenImage,
        width: 1536,
        head_width: 64,
        joint_blocks: 24,
        single_blocks: 0,
        dual_attention_blocks: 0,
        mlp_ratio: 4,
        gated: false,
        modulation: Modulation::PerBlock,
        last_joint_text: TextStream::Continues,
        latent_channels: 16,
        patch: 2,
        patch_embedding: PatchEmbedding::Linear,
        text_width: 4096,
        // Time step.
        conditioning_inputs: &[256],
        vectors: Vectors { biases: true, query_norms: true, text_norm: true },
    }),
    denoiser_parameters: 2_053_516_352,
    decoder: KL_16,
    decoder_parameters: KL_16_PARAMETERS,
    latent_scale: 8,
    #[cfg(feature = "sources")]
    sources: &[],
};

/// A DiT that attends to its text across, of the size DiT-XL/2, in a latent of 4 channels, its text from T5 v1.1 XXL.
pub static DIT: Model = Model {
    id: "dit",
    label: "DiT",
    text_tokens: (1, 300),
    defaults: run(1024, 300),
    denoiser: Denoiser::CrossDit(CrossDit {
        width: 1152,
        head_width: 72,
        blocks: 28,
        skips: 0,
        latent_channels: 4,
        output_channels: 4,
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
    denoiser_parameters: 610_837_648,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    ..MMDIT
};

/// A single-stream DiT with refiners in a latent of 16 channels, its text from Gemma 2 2B.
pub static SINGLE_STREAM: Model = Model {
    id: "single-stream-dit",
    label: "Single-stream DiT",
    text_tokens: (1, 512),
    defaults: run(1024, 256),
    text_encoders: &[GEMMA2_2B],
    denoiser: Denoiser::NextDit(NextDit {
        class: NextDitClass::Lumina2,
        block: Transformer {
            width: 2304,
            query_width: 2304,
            key_width: 2304,
            head_width: 96,
            inner: 6144,
            gated: true,
        },
        blocks: 24,
        refiners: 2,
        latent_channels: 16,
        patch: 2,
        padded_to: 1,
        text_width: 2304,
        time_widths: [1024, 1024],
    }),
    denoiser_parameters: 2_038_782_272,
    ..MMDIT
};

/// A U-Net of four resolutions in a latent of 4 channels, its text from CLIP-L.
pub static UNET: Model = Model {
    id: "unet",
    label: "U-Net",
    defaults: run(512, 77),
    sides: Sides::multiples_of(8),
    text_tokens: (1, 1024),
    text_encoders: &[CLIP_L],
    denoiser: Denoiser::UNet(UNet {
        levels: Levels::of([
            Level { channels: 320, transformer_layers: 1 },
            Level { channels: 640, transformer_layers: 1 },
            Level { channels: 1280, transformer_layers: 1 },
            Level { channels: 1280, transformer_layers: 0 },
        ]),
        blocks_per_level: 2,
        heads: Heads::Width(64),
        latent_channels: 4,
        text_width: 768,
        projection: Projection::Linear,
        middle_layers: 1,
        added_features: None,
        guidance_features: None,
    }),
    denoiser_parameters: 859_520_964,
    decoder: KL_4,
    decoder_parameters: KL_4_PARAMETERS,
    ..MMDIT
};

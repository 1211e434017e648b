//! Reference images that a denoiser sees as tokens behind those of the image, and what diffusers' pipelines make of their sizes.
//!
//! Read in diffusers at 58eb52c0; version 0.42.1 has the same code. Tests hold the sizes to the pipelines' own functions.

use super::super::{Denoiser, Model, Pixels};
use super::vision_tower::vision_patches;
use crate::flops::atom::linear;
use crate::flops::block::embedding_mlp;
use crate::flops::{Flops, RunBytes, Work};
use crate::model::mmdit::MmDit;

/// Reference images of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct References {
    /// References of a run that says nothing.
    pub default: u32,
    /// The most references.
    pub most: u32,
    /// Size at which a reference is encoded.
    pub resize: Resize,
    /// Conditioning of the tokens of references; true if they and the image are modulated by time steps of their own
    /// (`zero_cond_t` of `QwenImageTransformer2DModel`).
    pub zero_time: bool,
}

/// Size that a pipeline makes of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resize {
    /// The preferred size with the nearest aspect ratio:
    /// [`FluxKontextPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux_kontext.py#L930-L946).
    Kontext,
    /// Shrunk to 1024 × 1024 pixels of area where it is larger, cut to multiples of 16:
    /// [`Flux2Pipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux2/pipeline_flux2.py#L884-L903).
    Area,
    /// To 1024 × 1024 pixels of area in multiples of 32, for the text encoder to 384 × 384:
    /// [`QwenImageEditPlusPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage_edit_plus.py#L656-L672).
    Qwen,
}

/// Width and height of
/// [`PREFERRED_KONTEXT_RESOLUTIONS`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux_kontext.py#L82-L100).
const PREFERRED: [[u32; 2]; 17] = [
    [672, 1568],
    [688, 1504],
    [720, 1456],
    [752, 1392],
    [800, 1328],
    [832, 1248],
    [880, 1184],
    [944, 1104],
    [1024, 1024],
    [1104, 944],
    [1184, 880],
    [1248, 832],
    [1328, 800],
    [1392, 752],
    [1456, 720],
    [1504, 688],
    [1568, 672],
];

/// Area in pixels of references of all three pipelines, and of Kontext's images.
const AREA: f64 = 1024.0 * 1024.0;

/// Area in pixels of what Qwen's text encoder sees of a reference.
const CONDITION_AREA: f64 = 384.0 * 384.0;

/// Pixels of which sides of Qwen's references are multiples.
const QWEN_MULTIPLE: f64 = 32.0;

/// Pixels along one side that a token of a reference covers: a patch of 2 × 2 latent positions of 8 × 8 pixels, in every model that takes
/// references.
const TOKEN: u32 = 16;

/// Patches of the vision tower that become one token.
const MERGED: u64 = 4;

/// Text tokens around the vision tokens of a reference: `Picture`, a blank, its number, a colon, a blank, and two that mark where the image
/// begins and ends. Seven for up to nine references.
const AROUND: u64 = 7;

/// Tokens of the template of Qwen's editing pipelines that are encoded and then dropped:
/// [`prompt_template_encode_start_idx`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage_edit_plus.py#L211-L213).
pub(in crate::model) const EDIT_TEMPLATE_TOKENS: u64 = 64;

/// Kontext: one image, or none for an image from text alone.
const KONTEXT: References = References { default: 1, most: 1, resize: Resize::Kontext, zero_time: false };

/// FLUX.2: up to ten, as its makers say
/// (<https://bfl.ai/blog/flux-2>).
const FLUX2: References = References { default: 0, most: 10, resize: Resize::Area, zero_time: false };

/// Qwen-Image-Edit-2509: one to three work best, as its card says; the pipeline itself sets no limit.
const QWEN_2509: References = References { default: 1, most: 3, resize: Resize::Qwen, zero_time: false };

/// Qwen-Image-Edit-2511, whose configuration turns `zero_cond_t` on (<https://huggingface.co/Qwen/Qwen-Image-Edit-2511/blob/main/transformer/config.json>).
const QWEN_2511: References = References { zero_time: true, ..QWEN_2509 };

/// The reference images that a model takes; `None` for one that takes none. A changed model is run by the pipeline of its base.
pub fn references_of(model: &Model) -> Option<&'static References> {
    match model.base().id {
        "flux1-kontext" => Some(&KONTEXT),
        "qwen-image-edit" => Some(&QWEN_2511),
        "qwen-image-edit-2509" => Some(&QWEN_2509),
        "flux2-dev" | "flux2-klein-4b" | "flux2-klein-9b" | "flux2-klein-base-4b" | "flux2-klein-base-9b" => {
            Some(&FLUX2)
        }
        _ => None,
    }
}

impl References {
    /// Returns the size at which the VAE encodes a reference of `given` pixels.
    pub fn encoded(&self, given: Pixels) -> Pixels {
        match self.resize {
            Resize::Kontext => preferred(given),
            Resize::Area => {
                let area = given.area() as f64;
                let scale = if area > AREA { (AREA / area).sqrt() } else { 1.0 };
                let side = |side: u32| (f64::from(side) * scale) as u32 / TOKEN * TOKEN;
                Pixels { width: side(given.width), height: side(given.height) }
            }
            Resize::Qwen => of_area(AREA, given),
        }
    }

    /// Tokens that a reference adds to the image's sequence.
    pub fn image_tokens(&self, given: Pixels) -> u64 {
        self.encoded(given).squares(TOKEN.into())
    }

    /// Tokens that a reference adds to the text.
    pub fn text_tokens(&self, given: Pixels) -> u64 {
        match self.resize {
            Resize::Qwen => {
                self.vision_patches(given).map_or(0, |[columns, rows]| columns * rows / MERGED + AROUND)
            }
            Resize::Kontext | Resize::Area => 0,
        }
    }

    /// Patches along a row and a column that the vision tower makes of a reference; `None` where the text encoder sees none.
    pub fn vision_patches(&self, given: Pixels) -> Option<[u64; 2]> {
        (self.resize == Resize::Qwen).then(|| vision_patches(of_area(CONDITION_AREA, given)))
    }

    /// Returns the work of a pass over an image, so many references of one size and a prompt.
    pub fn pass(&self, model: &Model, size: Pixels, text_tokens: u32, count: u32, reference: Pixels) -> Work {
        let Denoiser::MmDit(mmdit) = &model.denoiser else {
            return model.denoiser_work(size, text_tokens);
        };
        let count = u64::from(count);
        let image_tokens =
            mmdit.image_tokens(size, model.latent_scale) + count * self.image_tokens(reference);
        let text_tokens = u64::from(text_tokens) + count * self.text_tokens(reference);
        let pass = mmdit.pass_of_tokens(image_tokens, text_tokens);
        if self.zero_time { pass + zero_time(mmdit, image_tokens) } else { pass }
    }
}

/// Returns what a second time step, that of references, adds: a row of its embedding and of the image's modulation in each block, whose
/// shifts, scales and gates are then chosen token by token.
fn zero_time(mmdit: &MmDit, image_tokens: u64) -> Work {
    let width = mmdit.width;
    let row: Work = mmdit.conditioning_inputs.iter().map(|&inputs| embedding_mlp(inputs, width)).sum();
    let made = row + linear(1, width, 6 * width) * mmdit.joint_blocks;
    Work {
        // Weights and layers are those of the first row.
        weights: 0,
        layers: 0,
        elementwise: CHOSEN_BY_TOKEN * (image_tokens * width * mmdit.joint_blocks),
        flops: Flops { linear: made.flops.linear, ..Flops::ZERO },
        ..made
    }
}

/// Bytes a number of both modulations of a block whose shifts, scales and gates are chosen token by token: three are written, 1 is added to
/// the scale, and product, sum and gate each read one more.
const CHOSEN_BY_TOKEN: RunBytes = RunBytes::own(2 * (3 + 2 + 3));

/// The entry of [`PREFERRED`] with the nearest aspect ratio; of two as near, the narrower.
fn preferred(given: Pixels) -> Pixels {
    let ratio = |[width, height]: [u32; 2]| f64::from(width) / f64::from(height);
    let asked = ratio(given.sides());
    let distance = |sides: [u32; 2]| (asked - ratio(sides)).abs();
    let nearest = PREFERRED.into_iter().min_by(|a, b| distance(*a).total_cmp(&distance(*b)));
    nearest.map_or(given, |[width, height]| Pixels { width, height })
}

/// The size of an area with the aspect ratio of another, in multiples of 32, as
/// [`calculate_dimensions`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage_edit_plus.py#L158-L165)
/// rounds.
fn of_area(area: f64, given: Pixels) -> Pixels {
    let ratio = f64::from(given.width) / f64::from(given.height);
    let width = (area * ratio).sqrt();
    let side = |side: f64| ((side / QWEN_MULTIPLE).round_ties_even() * QWEN_MULTIPLE) as u32;
    Pixels { width: side(width), height: side(width / ratio) }
}

/// Returns the size that Kontext's pipeline runs when it is asked for another: that of its area with the same aspect ratio.
pub(crate) fn kontext_size(asked: Pixels) -> Pixels {
    let ratio = f64::from(asked.width) / f64::from(asked.height);
    let side = |side: f64| side.round_ties_even() as u32 / TOKEN * TOKEN;
    Pixels { width: side((AREA * ratio).sqrt()), height: side((AREA / ratio).sqrt()) }
}

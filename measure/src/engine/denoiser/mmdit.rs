//! Multimodal diffusion transformers: `FluxTransformer2DModel`, `SD3Transformer2DModel` and
//! `QwenImageTransformer2DModel` of diffusers, which differ in names, position codes and the last block.

use candle_core::{Device, Result, Tensor};
use wattpix_core::flops::block::TextStream;
use wattpix_core::model::mmdit::MmDit as Architecture;

use super::condition::{Condition, Observe};
use super::conditioning::{Conditioning, Modulation};
use super::joint_block::{EPSILON, JointBlock, NAMES, QWEN_NAMES};
use super::patches::{pack, unpack};
use super::position;
use super::single_block::SingleBlock;
use crate::engine::cache::Recent;
use crate::engine::detail::DenoiserDetail;
use crate::engine::layer::rope::Rotation;
use crate::engine::layer::{Conv2d, LayerNorm, Linear, RmsNorm};
use crate::engine::weights::Weights;

/// Embedding of latent patches as tokens.
#[derive(Debug)]
enum Entry {
    Linear(Linear),
    Conv(Conv2d),
}

/// A multimodal diffusion transformer with its weights.
#[derive(Debug)]
pub struct MmDit {
    detail: DenoiserDetail,
    width: usize,
    patch: usize,
    entry: Entry,
    text_norm: Option<RmsNorm>,
    text_entry: Linear,
    conditioning: Conditioning,
    joint: Vec<JointBlock>,
    single: Vec<SingleBlock>,
    norm: LayerNorm,
    exit_modulation: Modulation,
    exit: Linear,
    rotations: Recent<(usize, usize, usize), Rotation>,
    places: Recent<(usize, usize), Tensor>,
}

/// Turns by text tokens, rows and columns of an image.
type Place = fn(usize, usize, usize, &[usize; 3], &Device) -> Result<Rotation>;

impl MmDit {
    /// Reads the transformer from the root of a checkpoint.
    ///
    /// # Errors
    /// A tensor that the source does not have, or a U-Net's detail.
    pub fn load(weights: &Weights, architecture: &Architecture, detail: DenoiserDetail) -> Result<Self> {
        let size = |value: u64| value as usize;
        let (width, patch) = (size(architecture.width), size(architecture.patch));
        let inner = size(architecture.mlp_ratio) * width;
        let channels = size(architecture.latent_channels);
        let patch_width = channels * patch * patch;
        let head_width = size(architecture.head_width);
        let (names, entry, text_entry) = match detail {
            DenoiserDetail::Flux { .. } => (NAMES, "x_embedder", "context_embedder"),
            DenoiserDetail::Sd3 { .. } => (NAMES, "pos_embed.proj", "context_embedder"),
            DenoiserDetail::Qwen { .. } => (QWEN_NAMES, "img_in", "txt_in"),
            DenoiserDetail::UNet { .. } => candle_core::bail!("a U-Net is no transformer"),
        };
        let entry = weights.at(entry);
        let entry = match detail {
            DenoiserDetail::Sd3 { .. } => {
                Entry::Conv(Conv2d::load(&entry, channels, width, patch)?.with_stride(patch, 0))
            }
            _ => Entry::Linear(Linear::load(&entry, patch_width, width)?),
        };
        let text_width = size(architecture.text_width);
        let text_norm = match detail {
            DenoiserDetail::Qwen { .. } => Some(RmsNorm::load(&weights.at("txt_norm"), text_width, EPSILON)?),
            _ => None,
        };
        let blocks = weights.at("transformer_blocks");
        let joint = (0..architecture.joint_blocks).map(|block| {
            let last = block + 1 == architecture.joint_blocks;
            let text = if last { architecture.last_joint_text } else { TextStream::Continues };
            JointBlock::load(&blocks.at(block), &names, width, inner, head_width, text)
        });
        let singles = weights.at("single_transformer_blocks");
        let single = (0..architecture.single_blocks)
            .map(|block| SingleBlock::load(&singles.at(block), width, inner, head_width));
        let conditioning = &weights.at("time_text_embed");
        Ok(Self {
            detail,
            width,
            patch,
            entry,
            text_norm,
            text_entry: Linear::load(&weights.at(text_entry), text_width, width)?,
            conditioning: Conditioning::load(conditioning, architecture.conditioning_inputs, width)?,
            joint: joint.collect::<Result<_>>()?,
            single: single.collect::<Result<_>>()?,
            norm: LayerNorm::plain(weights, width, EPSILON)?,
            exit_modulation: Modulation::load(&weights.at("norm_out.linear"), width, 2)?,
            exit: Linear::load(&weights.at("proj_out"), width, patch_width)?,
            rotations: Recent::default(),
            places: Recent::default(),
        })
    }

    /// Returns the prediction for `latent` (batch, channels, height, width) at time step `step` (0 to 1000).
    ///
    /// # Errors
    /// Sides that patches do not divide or positions do not cover, a missing condition, or no memory.
    pub fn forward(
        &self,
        latent: &Tensor,
        step: f64,
        condition: &Condition,
        observe: &mut Observe,
    ) -> Result<Tensor> {
        let (_, _, height, width) = latent.dims4()?;
        let (rows, columns) = (height / self.patch, width / self.patch);
        let text_tokens = condition.text.dim(1)?;
        let mut image = self.enter(latent, rows, columns)?;
        let mut text = match &self.text_norm {
            Some(norm) => self.text_entry.forward(&norm.forward(&condition.text)?)?,
            None => self.text_entry.forward(&condition.text)?,
        };
        let embedded = self.conditioning.forward(step, condition)?;
        let rotation = self.rotation(text_tokens, rows, columns, latent)?;
        let mask = match &condition.text_mask {
            Some(mask) => Some(mask.pad_with_zeros(3, 0, rows * columns)?),
            None => None,
        };
        for (index, block) in self.joint.iter().enumerate() {
            (text, image) = block.forward(&text, &image, &embedded, rotation.as_ref(), mask.as_ref())?;
            observe("joint", index, Some(&text), &image);
        }
        if !self.single.is_empty() {
            let mut states = Tensor::cat(&[&text, &image], 1)?;
            for (index, block) in self.single.iter().enumerate() {
                states = block.forward(&states, &embedded, rotation.as_ref(), mask.as_ref())?;
                observe("single", index, None, &states);
            }
            image = states.narrow(1, text_tokens, rows * columns)?.contiguous()?;
        }
        // Here the scale comes before the shift.
        let modulation = self.exit_modulation.forward(&embedded)?;
        let patches = self.exit.forward(&modulation.apply(&self.norm.forward(&image)?, 1, 0)?)?;
        self.leave(&patches, height, width)
    }

    fn enter(&self, latent: &Tensor, rows: usize, columns: usize) -> Result<Tensor> {
        match (&self.entry, self.detail) {
            (Entry::Conv(conv), DenoiserDetail::Sd3 { table_side, base_side, .. }) => {
                let tokens = conv.forward(latent)?.flatten_from(2)?.transpose(1, 2)?.contiguous()?;
                let (dtype, device) = (latent.dtype(), latent.device());
                let places = self.places.get((rows, columns), || {
                    position::sd3(rows, columns, self.width, table_side, base_side, dtype, device)
                })?;
                tokens.broadcast_add(&places)
            }
            (Entry::Linear(linear), _) => linear.forward(&pack(latent, self.patch)?),
            (Entry::Conv(_), _) => candle_core::bail!("patches are embedded by a convolution in SD 3 only"),
        }
    }

    fn rotation(
        &self,
        text_tokens: usize,
        rows: usize,
        columns: usize,
        latent: &Tensor,
    ) -> Result<Option<Rotation>> {
        let device = latent.device();
        let make = |place: Place, widths: &[usize; 3]| {
            self.rotations
                .get((text_tokens, rows, columns), || place(text_tokens, rows, columns, widths, device))
                .map(Some)
        };
        match &self.detail {
            DenoiserDetail::Flux { rotary_widths, .. } => make(position::flux, rotary_widths),
            DenoiserDetail::Qwen { rotary_widths, .. } => make(position::qwen, rotary_widths),
            DenoiserDetail::Sd3 { .. } | DenoiserDetail::UNet { .. } => Ok(None),
        }
    }

    fn leave(&self, patches: &Tensor, height: usize, width: usize) -> Result<Tensor> {
        if !matches!(self.detail, DenoiserDetail::Sd3 { .. }) {
            return unpack(patches, self.patch, height, width);
        }
        // SD 3 writes channels fastest.
        let (batch, tokens, features) = patches.dims3()?;
        let area = self.patch * self.patch;
        let channels_first = patches
            .reshape((batch, tokens, area, features / area))?
            .transpose(2, 3)?
            .reshape((batch, tokens, features))?;
        unpack(&channels_first, self.patch, height, width)
    }
}

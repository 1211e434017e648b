//! The U-Net of Stable Diffusion 2 (`UNet2DConditionModel` of diffusers).

use candle_core::{Result, Tensor};
use wattpix_core::flops::block::Projection;
use wattpix_core::model::unet::{Heads, UNet as Architecture};

use super::condition::{Condition, Observe};
use super::cross_attention::CrossAttention;
use crate::engine::layer::embedding::{EmbeddingMlp, sinusoid};
use crate::engine::layer::resnet::{Groups, Resnet, upsample};
use crate::engine::layer::{Conv2d, GroupNorm};
use crate::engine::weights::Weights;

/// Epsilon of the residual blocks' norms (`norm_eps`).
const EPSILON: f64 = 1e-5;
/// Width of the time embedding over the finest resolution's channels.
const TIME_RATIO: usize = 4;

/// A resolution: residual blocks, each followed by a transformer where the level has them, and the convolution that
/// leads to the next resolution.
#[derive(Debug)]
struct Level {
    blocks: Vec<(Resnet, Option<CrossAttention>)>,
    sampling: Option<Conv2d>,
}

/// The U-Net with its weights.
#[derive(Debug)]
pub struct UNet {
    time: EmbeddingMlp,
    time_inputs: usize,
    entry: Conv2d,
    down: Vec<Level>,
    before: Resnet,
    middle: CrossAttention,
    after: Resnet,
    up: Vec<Level>,
    norm: GroupNorm,
    exit: Conv2d,
}

impl UNet {
    /// Reads the U-Net from the root of a checkpoint.
    ///
    /// # Errors
    /// A tensor that the source does not have, or heads and projections as in Stable Diffusion 1.
    pub fn load(weights: &Weights, architecture: &Architecture, groups: usize) -> Result<Self> {
        let Heads::Width(head_width) = architecture.heads else {
            candle_core::bail!("U-Nets with as many heads at every level are not implemented");
        };
        let head_width = head_width as usize;
        if architecture.projection != Projection::Linear {
            candle_core::bail!("U-Nets whose transformers project by convolutions are not implemented");
        }
        let (Some(finest), Some(coarsest)) = (architecture.levels.first(), architecture.levels.last()) else {
            candle_core::bail!("a U-Net has at least one resolution");
        };
        let (finest, coarsest) = (finest.channels as usize, coarsest.channels as usize);
        let time_width = TIME_RATIO * finest;
        let norms = Groups { count: groups, epsilon: EPSILON };
        let text_width = architecture.text_width as usize;
        let residual =
            |at: &Weights, inputs, outputs| Resnet::load(at, inputs, outputs, Some(time_width), norms);
        let attention = |at: &Weights, width| CrossAttention::load(at, width, text_width, head_width, groups);
        let block = |level: &Weights, index: u64, inputs, outputs, attends: bool| -> Result<_> {
            let resnet = residual(&level.at(format!("resnets.{index}")), inputs, outputs)?;
            let transformer = attends.then(|| attention(&level.at(format!("attentions.{index}")), outputs));
            Ok((resnet, transformer.transpose()?))
        };

        let last = architecture.levels.len() - 1;
        let mut channels = finest;
        // Channels of every map that the way up joins, in the order of the way down.
        let mut joined = vec![finest];
        let mut down = Vec::with_capacity(architecture.levels.len());
        for (depth, level) in architecture.levels.iter().enumerate() {
            let at = weights.at(format!("down_blocks.{depth}"));
            let outputs = level.channels as usize;
            let mut blocks = Vec::new();
            for index in 0..architecture.blocks_per_level {
                blocks.push(block(&at, index, channels, outputs, level.transformer_layers > 0)?);
                channels = outputs;
                joined.push(channels);
            }
            let mut sampling = None;
            if depth < last {
                let conv = Conv2d::load(&at.at("downsamplers.0.conv"), channels, channels, 3)?;
                sampling = Some(conv.with_stride(2, 1));
                joined.push(channels);
            }
            down.push(Level { blocks, sampling });
        }

        let mut up = Vec::with_capacity(architecture.levels.len());
        for (place, level) in architecture.levels.iter().rev().enumerate() {
            let at = weights.at(format!("up_blocks.{place}"));
            let outputs = level.channels as usize;
            let mut blocks = Vec::new();
            for index in 0..=architecture.blocks_per_level {
                let inputs = channels + joined.pop().unwrap_or_default();
                blocks.push(block(&at, index, inputs, outputs, level.transformer_layers > 0)?);
                channels = outputs;
            }
            let sampling = (place < last)
                .then(|| Conv2d::load(&at.at("upsamplers.0.conv"), channels, channels, 3))
                .transpose()?;
            up.push(Level { blocks, sampling });
        }

        let middle = weights.at("mid_block");
        let latent_channels = architecture.latent_channels as usize;
        Ok(Self {
            time: EmbeddingMlp::load(&weights.at("time_embedding"), finest, time_width)?,
            time_inputs: finest,
            entry: Conv2d::load(&weights.at("conv_in"), latent_channels, finest, 3)?,
            down,
            before: residual(&middle.at("resnets.0"), coarsest, coarsest)?,
            middle: attention(&middle.at("attentions.0"), coarsest)?,
            after: residual(&middle.at("resnets.1"), coarsest, coarsest)?,
            up,
            norm: GroupNorm::load(&weights.at("conv_norm_out"), finest, groups, EPSILON)?,
            exit: Conv2d::load(&weights.at("conv_out"), finest, latent_channels, 3)?,
        })
    }

    /// Returns the prediction for `latent` (batch, channels, height, width) at time step `step` (0 to 1000).
    ///
    /// # Errors
    /// A latent with other channels, or no memory.
    pub fn forward(
        &self,
        latent: &Tensor,
        step: f64,
        condition: &Condition,
        observe: &mut Observe,
    ) -> Result<Tensor> {
        let (text, mask) = (&condition.text, condition.text_mask.as_ref());
        let wave = sinusoid(step, self.time_inputs, latent.dim(0)?, latent.dtype(), latent.device())?;
        let time = self.time.forward(&wave)?.silu()?;
        let run = |level: &Level, index: usize, map: Tensor| -> Result<Tensor> {
            let (resnet, transformer) = &level.blocks[index];
            let map = resnet.forward(&map, Some(&time))?;
            match transformer {
                Some(transformer) => transformer.forward(&map, text, mask),
                None => Ok(map),
            }
        };

        let mut map = self.entry.forward(latent)?;
        let mut joined = vec![map.clone()];
        for (depth, level) in self.down.iter().enumerate() {
            for index in 0..level.blocks.len() {
                map = run(level, index, map)?;
                joined.push(map.clone());
            }
            if let Some(conv) = &level.sampling {
                map = conv.forward(&map)?;
                joined.push(map.clone());
            }
            observe("down", depth, None, &map);
        }
        map = self.before.forward(&map, Some(&time))?;
        map = self.after.forward(&self.middle.forward(&map, text, mask)?, Some(&time))?;
        observe("middle", 0, None, &map);
        for (place, level) in self.up.iter().enumerate() {
            for index in 0..level.blocks.len() {
                if let Some(other) = joined.pop() {
                    map = Tensor::cat(&[map, other], 1)?;
                }
                map = run(level, index, map)?;
            }
            if let (Some(conv), Some(next)) = (&level.sampling, joined.last()) {
                // To the size of the map that comes next: odd latents were rounded up on the way down.
                map = upsample(&map, next.dim(2)?, next.dim(3)?, conv)?;
            }
            observe("up", place, None, &map);
        }
        self.exit.forward(&self.norm.forward(&map)?.silu()?)
    }
}

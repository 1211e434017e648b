//! The decoder of `AutoencoderKL` of diffusers: Flux and the Stable Diffusions.

use candle_core::{Result, Tensor};

use super::observe::{Observe, RGB};
use crate::engine::layer::resnet::{Groups, Resnet, upsample};
use crate::engine::layer::{Conv2d, GroupNorm, Linear, attend};
use crate::engine::weights::Weights;

/// Epsilon of every group norm (diffusers' `resnet_eps` of the decoder).
const EPSILON: f64 = 1e-6;

/// A head of attention over all positions of a map.
#[derive(Debug)]
struct MapAttention {
    norm: GroupNorm,
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
}

impl MapAttention {
    fn load(weights: &Weights, channels: usize, groups: Groups) -> Result<Self> {
        // Checkpoints of 2022 use the second name of each.
        let linear = |names: [&str; 2]| Linear::load(&weights.at_first(&names, "weight"), channels, channels);
        Ok(Self {
            norm: GroupNorm::load(&weights.at("group_norm"), channels, groups.count, groups.epsilon)?,
            query: linear(["to_q", "query"])?,
            key: linear(["to_k", "key"])?,
            value: linear(["to_v", "value"])?,
            out: linear(["to_out.0", "proj_attn"])?,
        })
    }

    fn forward(&self, map: &Tensor) -> Result<Tensor> {
        let (batch, channels, height, width) = map.dims4()?;
        let states = self.norm.forward(map)?.flatten_from(2)?.transpose(1, 2)?.contiguous()?;
        let one_head = |linear: &Linear| linear.forward(&states)?.unsqueeze(2);
        let (query, key, value) = (one_head(&self.query)?, one_head(&self.key)?, one_head(&self.value)?);
        let attended = attend(&query, &key, &value, None, (channels as f64).sqrt().recip())?.squeeze(2)?;
        let update = self.out.forward(&attended)?.transpose(1, 2)?;
        map + update.reshape((batch, channels, height, width))?
    }
}

#[derive(Debug)]
struct Level {
    blocks: Vec<Resnet>,
    upsampling: Option<Conv2d>,
}

/// The decoder with its weights.
#[derive(Debug)]
pub struct Kl {
    post_quant: Option<Conv2d>,
    entry: Conv2d,
    before: Resnet,
    attention: MapAttention,
    after: Resnet,
    levels: Vec<Level>,
    norm: GroupNorm,
    exit: Conv2d,
}

impl Kl {
    /// Reads the decoder; `channels` are from the finest resolution to the coarsest, `post_quant` the channels of
    /// the convolution before it, where there is one.
    pub fn load(
        weights: &Weights,
        channels: &[u64],
        blocks_per_level: u64,
        latent_channels: usize,
        post_quant: Option<usize>,
        groups: usize,
    ) -> Result<Self> {
        let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
            candle_core::bail!("a decoder has at least one resolution");
        };
        let (finest, coarsest) = (finest as usize, coarsest as usize);
        let groups = Groups { count: groups, epsilon: EPSILON };
        let decoder = weights.at("decoder");
        let middle = decoder.at("mid_block");
        let resnet = |at: Weights, inputs, outputs| Resnet::load(&at, inputs, outputs, None, groups);
        let mut inputs = coarsest;
        let mut levels = Vec::with_capacity(channels.len());
        for (index, &outputs) in channels.iter().rev().enumerate() {
            let level = decoder.at(format!("up_blocks.{index}"));
            let outputs = outputs as usize;
            let blocks = (0..blocks_per_level).map(|block| {
                let inputs = std::mem::replace(&mut inputs, outputs);
                resnet(level.at(format!("resnets.{block}")), inputs, outputs)
            });
            let blocks = blocks.collect::<Result<_>>()?;
            let upsampling = (index + 1 < channels.len())
                .then(|| Conv2d::load(&level.at("upsamplers.0.conv"), outputs, outputs, 3))
                .transpose()?;
            levels.push(Level { blocks, upsampling });
        }
        let post_quant = post_quant
            .map(|channels| Conv2d::load(&weights.at("post_quant_conv"), channels, channels, 1))
            .transpose()?;
        Ok(Self {
            post_quant,
            entry: Conv2d::load(&decoder.at("conv_in"), latent_channels, coarsest, 3)?,
            before: resnet(middle.at("resnets.0"), coarsest, coarsest)?,
            attention: MapAttention::load(&middle.at("attentions.0"), coarsest, groups)?,
            after: resnet(middle.at("resnets.1"), coarsest, coarsest)?,
            levels,
            norm: GroupNorm::load(&decoder.at("conv_norm_out"), finest, groups.count, groups.epsilon)?,
            exit: Conv2d::load(&decoder.at("conv_out"), finest, RGB, 3)?,
        })
    }

    /// Decodes a latent.
    pub fn forward(&self, latent: &Tensor, observe: &mut Observe) -> Result<Tensor> {
        let latent = match &self.post_quant {
            Some(conv) => conv.forward(latent)?,
            None => latent.clone(),
        };
        let map = self.before.forward(&self.entry.forward(&latent)?, None)?;
        let mut map = self.after.forward(&self.attention.forward(&map)?, None)?;
        observe("middle", 0, &map);
        for (index, level) in self.levels.iter().enumerate() {
            for block in &level.blocks {
                map = block.forward(&map, None)?;
            }
            if let Some(conv) = &level.upsampling {
                let (_, _, height, width) = map.dims4()?;
                map = upsample(&map, 2 * height, 2 * width, conv)?;
            }
            observe("up", index, &map);
        }
        self.exit.forward(&self.norm.forward(&map)?.silu()?)
    }
}

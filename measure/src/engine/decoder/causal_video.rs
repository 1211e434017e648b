//! The decoder of `AutoencoderKLQwenImage` of diffusers on one frame.
//!
//! Its 3 × 3 × 3 convolutions look at two frames before the image, which are padding. Like diffusers this engine
//! multiplies that padding too, as two zero frames stacked over the channels: the work is the same, and so is the count.

use candle_core::{D, DType, Result, Tensor};

use super::observe::{Observe, RGB};
use crate::engine::layer::resnet::upsample;
use crate::engine::layer::{Conv2d, attend};
use crate::engine::weights::{Role, Weights};

/// Frames that a convolution sees: the image and the two before it.
const FRAMES: usize = 3;
/// Least norm of a vector before it is divided by it (torch's `normalize`).
const LEAST_NORM: f64 = 1e-12;

/// Scales the channels of every position to a root mean square of one, then by learned gains.
#[derive(Debug)]
struct ChannelNorm {
    gain: Tensor,
}

impl ChannelNorm {
    /// `trailing` dimensions of length one follow the channels in the checkpoint.
    fn load(weights: &Weights, channels: usize, trailing: usize) -> Result<Self> {
        let mut shape = vec![1; 1 + trailing];
        shape[0] = channels;
        let gain = weights.tensor("gamma", &shape, Role::Gain)?.reshape((1, channels, 1, 1))?;
        Ok(Self { gain })
    }

    fn forward(&self, map: &Tensor) -> Result<Tensor> {
        let channels = map.dim(1)? as f64;
        let wide = map.to_dtype(DType::F32)?;
        let norm = wide.sqr()?.sum_keepdim(1)?.sqrt()?.maximum(LEAST_NORM)?;
        let normed = wide.broadcast_div(&norm)?.affine(channels.sqrt(), 0.0)?;
        normed.to_dtype(map.dtype())?.broadcast_mul(&self.gain)
    }
}

/// A 3 × 3 × 3 convolution over the image and two empty frames before it.
#[derive(Debug)]
struct FramesConv(Conv2d);

impl FramesConv {
    fn load(weights: &Weights, inputs: usize, outputs: usize) -> Result<Self> {
        let kernel = weights.tensor("weight", &[outputs, inputs, FRAMES, 3, 3], Role::Matrix)?;
        let stacked = kernel.transpose(1, 2)?.reshape((outputs, FRAMES * inputs, 3, 3))?;
        Ok(Self(Conv2d::from_tensors(stacked, weights.tensor("bias", &[outputs], Role::Bias)?)?))
    }

    fn forward(&self, map: &Tensor) -> Result<Tensor> {
        let empty = map.zeros_like()?;
        self.0.forward(&Tensor::cat(&[&empty, &empty, map], 1)?)
    }
}

/// A convolution of one tap, stored with `trailing` dimensions of length one.
fn one_tap(weights: &Weights, inputs: usize, outputs: usize, trailing: usize) -> Result<Conv2d> {
    let mut shape = vec![outputs, inputs];
    shape.resize(2 + trailing, 1);
    let kernel = weights.tensor("weight", &shape, Role::Matrix)?.reshape((outputs, inputs, 1, 1))?;
    Conv2d::from_tensors(kernel, weights.tensor("bias", &[outputs], Role::Bias)?)
}

#[derive(Debug)]
struct Residual {
    norm: ChannelNorm,
    first: FramesConv,
    second_norm: ChannelNorm,
    second: FramesConv,
    shortcut: Option<Conv2d>,
}

impl Residual {
    fn load(weights: &Weights, inputs: usize, outputs: usize) -> Result<Self> {
        let shortcut = (inputs != outputs).then(|| one_tap(&weights.at("conv_shortcut"), inputs, outputs, 3));
        Ok(Self {
            norm: ChannelNorm::load(&weights.at("norm1"), inputs, 3)?,
            first: FramesConv::load(&weights.at("conv1"), inputs, outputs)?,
            second_norm: ChannelNorm::load(&weights.at("norm2"), outputs, 3)?,
            second: FramesConv::load(&weights.at("conv2"), outputs, outputs)?,
            shortcut: shortcut.transpose()?,
        })
    }

    fn forward(&self, map: &Tensor) -> Result<Tensor> {
        let inner = self.first.forward(&self.norm.forward(map)?.silu()?)?;
        let inner = self.second.forward(&self.second_norm.forward(&inner)?.silu()?)?;
        match &self.shortcut {
            Some(shortcut) => inner + shortcut.forward(map)?,
            None => inner + map,
        }
    }
}

#[derive(Debug)]
struct MapAttention {
    norm: ChannelNorm,
    projections: Conv2d,
    out: Conv2d,
}

impl MapAttention {
    fn forward(&self, map: &Tensor) -> Result<Tensor> {
        let (batch, channels, height, width) = map.dims4()?;
        let projected = self.projections.forward(&self.norm.forward(map)?)?.flatten_from(2)?;
        let projected = projected.transpose(1, 2)?.unsqueeze(2)?;
        let [query, key, value] =
            [0, 1, 2].map(|part| projected.narrow(D::Minus1, part * channels, channels)?.contiguous());
        let attended = attend(&query?, &key?, &value?, None, (channels as f64).sqrt().recip())?;
        let attended = attended.squeeze(2)?.transpose(1, 2)?.reshape((batch, channels, height, width))?;
        self.out.forward(&attended)? + map
    }
}

#[derive(Debug)]
struct Level {
    blocks: Vec<Residual>,
    upsampling: Option<Conv2d>,
}

/// The decoder with its weights.
#[derive(Debug)]
pub struct CausalVideo {
    post_quant: Conv2d,
    entry: FramesConv,
    before: Residual,
    attention: MapAttention,
    after: Residual,
    levels: Vec<Level>,
    norm: ChannelNorm,
    exit: FramesConv,
}

impl CausalVideo {
    /// Reads the decoder; `channels` are from the finest resolution to the coarsest.
    pub fn load(
        weights: &Weights,
        channels: &[u64],
        blocks_per_level: u64,
        latent_channels: usize,
    ) -> Result<Self> {
        let (Some(&finest), Some(&coarsest)) = (channels.first(), channels.last()) else {
            candle_core::bail!("a decoder has at least one resolution");
        };
        let (finest, coarsest) = (finest as usize, coarsest as usize);
        let decoder = weights.at("decoder");
        let middle = decoder.at("mid_block");
        let attention = middle.at("attentions.0");
        let mut inputs = coarsest;
        let mut levels = Vec::with_capacity(channels.len());
        for (index, &outputs) in channels.iter().rev().enumerate() {
            let level = decoder.at(format!("up_blocks.{index}"));
            let outputs = outputs as usize;
            let blocks = (0..blocks_per_level).map(|block| {
                let inputs = std::mem::replace(&mut inputs, outputs);
                Residual::load(&level.at(format!("resnets.{block}")), inputs, outputs)
            });
            let blocks = blocks.collect::<Result<_>>()?;
            let mut upsampling = None;
            if index + 1 < channels.len() {
                // Upsampling halves the channels.
                inputs = outputs / 2;
                let conv = level.at("upsamplers.0.resample.1");
                upsampling = Some(Conv2d::load(&conv, outputs, inputs, 3)?);
            }
            levels.push(Level { blocks, upsampling });
        }
        Ok(Self {
            post_quant: one_tap(&weights.at("post_quant_conv"), latent_channels, latent_channels, 3)?,
            entry: FramesConv::load(&decoder.at("conv_in"), latent_channels, coarsest)?,
            before: Residual::load(&middle.at("resnets.0"), coarsest, coarsest)?,
            attention: MapAttention {
                norm: ChannelNorm::load(&attention.at("norm"), coarsest, 2)?,
                projections: Conv2d::load(&attention.at("to_qkv"), coarsest, 3 * coarsest, 1)?,
                out: Conv2d::load(&attention.at("proj"), coarsest, coarsest, 1)?,
            },
            after: Residual::load(&middle.at("resnets.1"), coarsest, coarsest)?,
            levels,
            norm: ChannelNorm::load(&decoder.at("norm_out"), finest, 3)?,
            exit: FramesConv::load(&decoder.at("conv_out"), finest, RGB)?,
        })
    }

    /// Decodes a latent; colours are clamped to -1 to 1.
    pub fn forward(&self, latent: &Tensor, observe: &mut Observe) -> Result<Tensor> {
        let map = self.entry.forward(&self.post_quant.forward(latent)?)?;
        let map = self.attention.forward(&self.before.forward(&map)?)?;
        let mut map = self.after.forward(&map)?;
        observe("middle", 0, &map);
        for (index, level) in self.levels.iter().enumerate() {
            for block in &level.blocks {
                map = block.forward(&map)?;
            }
            if let Some(conv) = &level.upsampling {
                let (_, _, height, width) = map.dims4()?;
                map = upsample(&map, 2 * height, 2 * width, conv)?;
            }
            observe("up", index, &map);
        }
        self.exit.forward(&self.norm.forward(&map)?.silu()?)?.clamp(-1.0, 1.0)
    }
}

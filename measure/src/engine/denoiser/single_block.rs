//! The single-stream block of Flux: attention beside the MLP, one projection closing both.

use candle_core::{Result, Tensor};

use super::conditioning::Modulation;
use super::joint_block::{EPSILON, StreamAttention};
use crate::engine::layer::rope::Rotation;
use crate::engine::layer::{LayerNorm, Linear};
use crate::engine::weights::Weights;

/// A single-stream block.
#[derive(Debug)]
pub struct SingleBlock {
    norm: LayerNorm,
    modulation: Modulation,
    attention: StreamAttention,
    up: Linear,
    down: Linear,
}

impl SingleBlock {
    /// Reads a block of `width` with an MLP of `inner`.
    pub fn load(weights: &Weights, width: usize, inner: usize, head_width: usize) -> Result<Self> {
        Ok(Self {
            norm: LayerNorm::plain(weights, width, EPSILON)?,
            modulation: Modulation::load(&weights.at("norm.linear"), width, 3)?,
            attention: StreamAttention::load(&weights.at("attn"), width, head_width)?,
            up: Linear::load(&weights.at("proj_mlp"), width, inner)?,
            down: Linear::load(&weights.at("proj_out"), width + inner, width)?,
        })
    }

    /// Text and image states, joined, after the block.
    pub fn forward(
        &self,
        states: &Tensor,
        condition: &Tensor,
        rotation: Option<&Rotation>,
        mask: Option<&Tensor>,
    ) -> Result<Tensor> {
        let modulation = self.modulation.forward(condition)?;
        let modulated = modulation.apply(&self.norm.forward(states)?, 0, 1)?;
        let inner = self.up.forward(&modulated)?.gelu()?;
        let attended = self.attention.forward(&modulated, rotation, mask)?;
        let update = self.down.forward(&Tensor::cat(&[attended, inner], 2)?)?;
        modulation.gated(states, &update, 2)
    }
}

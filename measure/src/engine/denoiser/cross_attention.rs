//! The transformer of a U-Net's feature map (`Transformer2DModel` of diffusers, one block): self-attention, attention
//! to the text, gated MLP. It runs in the precision of its weights, attention included.

use candle_core::{Result, Tensor};

use crate::engine::layer::attention::{join_heads, split_heads};
use crate::engine::layer::{GroupNorm, LayerNorm, Linear, attend};
use crate::engine::weights::Weights;

/// Epsilon of the layer norms (torch's default, which diffusers keeps).
const EPSILON: f32 = 1e-5;
/// Epsilon of the group norm in front (diffusers' class sets it).
const GROUP_EPSILON: f64 = 1e-6;
/// Inner width of the MLP over its width.
const MLP_RATIO: usize = 4;

#[derive(Debug)]
struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    heads: usize,
    scale: f64,
}

impl Attention {
    fn load(weights: &Weights, width: usize, key_inputs: usize, head_width: usize) -> Result<Self> {
        let plain = |name, inputs| Linear::load_without_bias(&weights.at(name), inputs, width);
        Ok(Self {
            query: plain("to_q", width)?,
            key: plain("to_k", key_inputs)?,
            value: plain("to_v", key_inputs)?,
            out: Linear::load(&weights.at("to_out.0"), width, width)?,
            heads: width / head_width,
            scale: (head_width as f64).sqrt().recip(),
        })
    }

    fn forward(&self, states: &Tensor, keys: &Tensor, mask: Option<&Tensor>) -> Result<Tensor> {
        let split = |linear: &Linear, from: &Tensor| split_heads(&linear.forward(from)?, self.heads);
        let query = split(&self.query, states)?;
        let (key, value) = (split(&self.key, keys)?, split(&self.value, keys)?);
        self.out.forward(&join_heads(&attend(&query, &key, &value, mask, self.scale)?)?)
    }
}

/// The transformer with its weights.
#[derive(Debug)]
pub struct CrossAttention {
    entry_norm: GroupNorm,
    entry: Linear,
    norm: LayerNorm,
    to_itself: Attention,
    text_norm: LayerNorm,
    to_text: Attention,
    mlp_norm: LayerNorm,
    up: Linear,
    down: Linear,
    exit: Linear,
    inner: usize,
}

impl CrossAttention {
    /// Reads the transformer of a map of `width` channels.
    pub fn load(
        weights: &Weights,
        width: usize,
        text_width: usize,
        head_width: usize,
        groups: usize,
    ) -> Result<Self> {
        let block = weights.at("transformer_blocks.0");
        let inner = MLP_RATIO * width;
        let norm = |name| LayerNorm::load(&block.at(name), width, EPSILON);
        Ok(Self {
            entry_norm: GroupNorm::load(&weights.at("norm"), width, groups, GROUP_EPSILON)?,
            entry: Linear::load(&weights.at("proj_in"), width, width)?,
            norm: norm("norm1")?,
            to_itself: Attention::load(&block.at("attn1"), width, width, head_width)?,
            text_norm: norm("norm2")?,
            to_text: Attention::load(&block.at("attn2"), width, text_width, head_width)?,
            mlp_norm: norm("norm3")?,
            // The first half is the value, the second its gate.
            up: Linear::load(&block.at("ff.net.0.proj"), width, 2 * inner)?,
            down: Linear::load(&block.at("ff.net.2"), inner, width)?,
            exit: Linear::load(&weights.at("proj_out"), width, width)?,
            inner,
        })
    }

    /// The map after the transformer.
    pub fn forward(&self, map: &Tensor, text: &Tensor, text_mask: Option<&Tensor>) -> Result<Tensor> {
        let (batch, channels, height, width) = map.dims4()?;
        let states = self.entry_norm.forward(map)?.flatten_from(2)?.transpose(1, 2)?.contiguous()?;
        let states = self.entry.forward(&states)?;
        let normed = self.norm.forward(&states)?;
        let states = (&states + self.to_itself.forward(&normed, &normed, None)?)?;
        let normed = self.text_norm.forward(&states)?;
        let states = (&states + self.to_text.forward(&normed, text, text_mask)?)?;
        let gated = self.up.forward(&self.mlp_norm.forward(&states)?)?;
        let value = gated.narrow(2, 0, self.inner)?;
        let gate = gated.narrow(2, self.inner, self.inner)?.contiguous()?.gelu_erf()?;
        let states = (&states + self.down.forward(&(value * gate)?)?)?;
        let update = self.exit.forward(&states)?.transpose(1, 2)?;
        map + update.reshape((batch, channels, height, width))?
    }
}

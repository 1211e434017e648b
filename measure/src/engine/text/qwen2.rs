//! The language model of Qwen2.5-VL, used for its last states (`Qwen2_5_VLForConditionalGeneration` of transformers,
//! text only, where its three-axis positions coincide and are plain rotary ones; without the language-model head,
//! which the released pipeline runs and does not use).

use candle_core::{Result, Tensor};
use wattpix_core::model::text_encoder::TextEncoder;

use super::causal_mask;
use crate::engine::layer::attention::{join_heads, split_heads};
use crate::engine::layer::embedding::Table;
use crate::engine::layer::rope::{Pairs, Rotation};
use crate::engine::layer::{Linear, RmsNorm, attend};
use crate::engine::weights::Weights;

/// Epsilon of its norms (`rms_norm_eps`).
const EPSILON: f32 = 1e-6;
/// Base of its rotary angles (`rope_theta`).
const ROTARY_BASE: f64 = 1_000_000.0;

#[derive(Debug)]
struct Block {
    norm: RmsNorm,
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    mlp_norm: RmsNorm,
    gate: Linear,
    up: Linear,
    down: Linear,
}

/// A language model with its weights.
#[derive(Debug)]
pub struct Qwen2 {
    tokens: Table,
    blocks: Vec<Block>,
    norm: RmsNorm,
    heads: usize,
    key_heads: usize,
    head_width: usize,
}

impl Qwen2 {
    /// Reads the model from the root of a checkpoint.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, architecture: &TextEncoder, vocabulary: usize) -> Result<Self> {
        let shape = architecture.block;
        let (width, inner) = (shape.width as usize, shape.inner as usize);
        let (query_width, key_width) = (shape.query_width as usize, shape.key_width as usize);
        let head_width = shape.head_width as usize;
        // Newer releases of transformers write `model.language_model`.
        let root = weights.at_first(&["model", "model.language_model"], "norm.weight");
        let blocks = (0..architecture.layers).map(|index| {
            let block = root.at(format!("layers.{index}"));
            let plain = |name, inputs, outputs| Linear::load_without_bias(&block.at(name), inputs, outputs);
            let biased = |name, inputs, outputs| Linear::load(&block.at(name), inputs, outputs);
            Ok(Block {
                norm: RmsNorm::load(&block.at("input_layernorm"), width, EPSILON)?,
                query: biased("self_attn.q_proj", width, query_width)?,
                key: biased("self_attn.k_proj", width, key_width)?,
                value: biased("self_attn.v_proj", width, key_width)?,
                out: plain("self_attn.o_proj", query_width, width)?,
                mlp_norm: RmsNorm::load(&block.at("post_attention_layernorm"), width, EPSILON)?,
                gate: plain("mlp.gate_proj", width, inner)?,
                up: plain("mlp.up_proj", width, inner)?,
                down: plain("mlp.down_proj", inner, width)?,
            })
        });
        Ok(Self {
            tokens: Table::load(&root.at("embed_tokens"), vocabulary, width)?,
            blocks: blocks.collect::<Result<_>>()?,
            norm: RmsNorm::load(&root.at("norm"), width, EPSILON)?,
            heads: query_width / head_width,
            key_heads: key_width / head_width,
            head_width,
        })
    }

    /// Encodes `ids` (batch, tokens): the normalised last states (batch, tokens, width).
    ///
    /// # Errors
    /// An id beyond the vocabulary, or no memory.
    pub fn forward(&self, ids: &Tensor) -> Result<Tensor> {
        let (_, tokens) = ids.dims2()?;
        let mut states = self.tokens.look_up(ids)?;
        let mask = causal_mask(tokens, &states)?;
        let positions: Vec<_> = (0..tokens).map(|position| vec![position as f64]).collect();
        let rotation = Rotation::new(&positions, &[self.head_width], ROTARY_BASE, states.device())?;
        let scale = (self.head_width as f64).sqrt().recip();
        for block in &self.blocks {
            let normed = block.norm.forward(&states)?;
            let query = split_heads(&block.query.forward(&normed)?, self.heads)?;
            let key = split_heads(&block.key.forward(&normed)?, self.key_heads)?;
            let value = split_heads(&block.value.forward(&normed)?, self.key_heads)?;
            let query = rotation.apply(&query, Pairs::Halves)?;
            let key = self.shared(&rotation.apply(&key, Pairs::Halves)?)?;
            let attended = attend(&query, &key, &self.shared(&value)?, Some(&mask), scale)?;
            states = (states + block.out.forward(&join_heads(&attended)?)?)?;
            let normed = block.mlp_norm.forward(&states)?;
            let inner = (block.gate.forward(&normed)?.silu()? * block.up.forward(&normed)?)?;
            states = (states + block.down.forward(&inner)?)?;
        }
        self.norm.forward(&states)
    }

    /// Each key or value head once for every query head that shares it.
    fn shared(&self, states: &Tensor) -> Result<Tensor> {
        let (batch, tokens, heads, width) = states.dims4()?;
        let sharing = self.heads / self.key_heads;
        states.unsqueeze(3)?.expand((batch, tokens, heads, sharing, width))?.reshape((
            batch,
            tokens,
            heads * sharing,
            width,
        ))
    }
}

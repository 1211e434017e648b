//! The encoder of T5 v1.1 (`T5EncoderModel` of transformers).
//!
//! In fp16 its residual stream outgrows the format; as in transformers the closing projection of each MLP is
//! held in 32 bits there, and so is the stream.

use candle_core::{DType, Result, Tensor};
use wattpix_core::model::text_encoder::TextEncoder;

use crate::engine::cache::Recent;
use crate::engine::layer::attention::{join_heads, split_heads};
use crate::engine::layer::embedding::Table;
use crate::engine::layer::{Linear, RmsNorm, attend};
use crate::engine::weights::{Role, Weights};

/// Epsilon of T5's norms (`layer_norm_epsilon` in every released config).
const EPSILON: f32 = 1e-6;
/// Buckets of relative distance (`relative_attention_num_buckets`).
const BUCKETS: usize = 32;
/// Distance from which on all fall into the last bucket (`relative_attention_max_distance`).
const FARTHEST: f64 = 128.0;

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

/// An encoder with its weights.
#[derive(Debug)]
pub struct T5 {
    tokens: Table,
    distances: Tensor,
    blocks: Vec<Block>,
    norm: RmsNorm,
    heads: usize,
    dtype: DType,
    stream: DType,
    bias: Recent<usize, Tensor>,
}

impl T5 {
    /// Reads the encoder from the root of a checkpoint.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, architecture: &TextEncoder, vocabulary: usize) -> Result<Self> {
        let shape = architecture.block;
        let (width, inner) = (shape.width as usize, shape.inner as usize);
        let (query_width, key_width) = (shape.query_width as usize, shape.key_width as usize);
        let heads = query_width / architecture.block.head_width as usize;
        let dtype = weights.dtype();
        let stream = if dtype == DType::F16 { DType::F32 } else { dtype };
        let blocks = (0..architecture.layers).map(|index| {
            let attention = weights.at(format!("encoder.block.{index}.layer.0"));
            let mlp = weights.at(format!("encoder.block.{index}.layer.1"));
            let linear = |at: Weights, inputs, outputs| Linear::load_without_bias(&at, inputs, outputs);
            Ok(Block {
                norm: RmsNorm::load(&attention.at("layer_norm"), width, EPSILON)?,
                query: linear(attention.at("SelfAttention.q"), width, query_width)?,
                key: linear(attention.at("SelfAttention.k"), width, key_width)?,
                value: linear(attention.at("SelfAttention.v"), width, key_width)?,
                out: linear(attention.at("SelfAttention.o"), query_width, width)?,
                mlp_norm: RmsNorm::load(&mlp.at("layer_norm"), width, EPSILON)?,
                gate: linear(mlp.at("DenseReluDense.wi_0"), width, inner)?,
                up: linear(mlp.at("DenseReluDense.wi_1"), width, inner)?,
                down: linear(mlp.at("DenseReluDense.wo").in_dtype(stream), inner, width)?,
            })
        });
        let first = weights.at("encoder.block.0.layer.0.SelfAttention.relative_attention_bias");
        let tokens = weights.at_first(&["shared", "encoder.embed_tokens"], "weight");
        Ok(Self {
            tokens: Table::load(&tokens, vocabulary, width)?,
            distances: first.tensor("weight", &[BUCKETS, heads], Role::Table)?,
            blocks: blocks.collect::<Result<_>>()?,
            norm: RmsNorm::load(&weights.at("encoder.final_layer_norm"), width, EPSILON)?,
            heads,
            dtype,
            stream,
            bias: Recent::default(),
        })
    }

    /// Encodes `ids` (batch, tokens): (batch, tokens, width).
    ///
    /// # Errors
    /// An id beyond the vocabulary, or no memory.
    pub fn forward(&self, ids: &Tensor) -> Result<Tensor> {
        let (_, tokens) = ids.dims2()?;
        let mut states = self.tokens.look_up(ids)?.to_dtype(self.stream)?;
        let bias = self.bias.get(tokens, || self.bias(tokens))?;
        for block in &self.blocks {
            let normed = block.norm.forward(&states)?;
            let split = |linear: &Linear| split_heads(&linear.forward(&normed)?, self.heads);
            let (query, key, value) = (split(&block.query)?, split(&block.key)?, split(&block.value)?);
            // T5 does not scale: its initialisation does.
            let attended = join_heads(&attend(&query, &key, &value, Some(&bias), 1.0)?)?;
            states = (states + block.out.forward(&attended)?.to_dtype(self.stream)?)?;
            let normed = block.mlp_norm.forward(&states)?;
            let inner = (block.gate.forward(&normed)?.gelu()? * block.up.forward(&normed)?)?;
            states = (states + block.down.forward(&inner.to_dtype(self.stream)?)?)?;
        }
        self.norm.forward(&states)?.to_dtype(self.dtype)
    }

    /// Returns the bias that each head adds to the score of a query and a key at their distance: (1, heads, tokens, tokens).
    fn bias(&self, tokens: usize) -> Result<Tensor> {
        let buckets: Vec<u32> =
            (0..tokens).flat_map(|query| (0..tokens).map(move |key| bucket(query, key))).collect();
        let buckets = Tensor::from_vec(buckets, tokens * tokens, self.distances.device())?;
        let bias = self.distances.index_select(&buckets, 0)?.reshape((tokens, tokens, self.heads))?;
        bias.permute((2, 0, 1))?.contiguous()?.unsqueeze(0)
    }
}

/// The bucket of a key's distance from a query: half of the buckets for either direction, of these half exact and
/// half logarithmic (Raffel et al. 2020, arXiv:1910.10683, section 2.1).
fn bucket(query: usize, key: usize) -> u32 {
    const SIDE: usize = BUCKETS / 2;
    const EXACT: usize = SIDE / 2;
    let distance = query.abs_diff(key);
    let place = if distance < EXACT {
        distance
    } else {
        let logarithm = (distance as f64 / EXACT as f64).ln() / (FARTHEST / EXACT as f64).ln();
        (EXACT + (logarithm * (SIDE - EXACT) as f64) as usize).min(SIDE - 1)
    };
    (if key > query { SIDE + place } else { place }) as u32
}

#[cfg(test)]
mod tests {
    use super::bucket;

    #[test]
    fn distances_fall_into_the_buckets_of_transformers() {
        // X-Val: T5Attention._relative_position_bucket of transformers 5.23.0 for these distances.
        let expected = [
            (0, 0),
            (1, 17),
            (-1, 1),
            (7, 23),
            (-8, 8),
            (11, 24),
            (12, 25),
            (-16, 10),
            (32, 28),
            (-64, 14),
            (90, 30),
            (91, 31),
            (-400, 15),
        ];
        for (distance, place) in expected {
            let (query, key) = if distance < 0 { (-distance as usize, 0) } else { (0, distance as usize) };
            assert_eq!(bucket(query, key), place, "{distance}");
        }
    }
}

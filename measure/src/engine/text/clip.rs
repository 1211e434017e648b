//! CLIP's text tower (`CLIPTextModel` and `CLIPTextModelWithProjection` of transformers).

use candle_core::{DType, Result, Tensor};
use wattpix_core::model::text_encoder::{CLIP_TOKENS, TextEncoder};

use super::causal_mask;
use crate::engine::layer::attention::{join_heads, split_heads};
use crate::engine::layer::embedding::Table;
use crate::engine::layer::{LayerNorm, Linear, attend};
use crate::engine::weights::{Role, Weights};

/// Epsilon of CLIP's norms (`layer_norm_eps` in every released config).
const EPSILON: f32 = 1e-5;

/// Activation of the MLPs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// `x·sigmoid(1.702·x)`, of OpenAI's models.
    QuickGelu,
    /// Exact GELU, of OpenCLIP's.
    Gelu,
}

impl Activation {
    fn apply(self, states: &Tensor) -> Result<Tensor> {
        match self {
            Self::QuickGelu => states * candle_nn::ops::sigmoid(&states.affine(1.702, 0.0)?)?,
            Self::Gelu => states.gelu_erf(),
        }
    }
}

/// States that pipelines take from the tower.
#[derive(Debug, Clone)]
pub struct ClipStates {
    /// States after the last block and the final norm (batch, tokens, width).
    pub last: Tensor,
    /// States before the last block, not normalised.
    pub before_last: Tensor,
    /// The last states at the end token, projected where the tower has a projection (batch, width).
    pub pooled: Tensor,
}

#[derive(Debug)]
struct Block {
    norm: LayerNorm,
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    mlp_norm: LayerNorm,
    up: Linear,
    down: Linear,
}

/// A text tower with its weights.
#[derive(Debug)]
pub struct Clip {
    tokens: Table,
    positions: Tensor,
    blocks: Vec<Block>,
    norm: LayerNorm,
    projection: Option<Linear>,
    heads: usize,
    activation: Activation,
}

impl Clip {
    /// Reads the tower from the root of a checkpoint.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(
        weights: &Weights,
        architecture: &TextEncoder,
        vocabulary: usize,
        activation: Activation,
    ) -> Result<Self> {
        let width = architecture.block.width as usize;
        let inner = architecture.block.inner as usize;
        // transformers 5 writes the tower of `CLIPTextModel` without its own name.
        let tower = weights.at_first(&["text_model", ""], "final_layer_norm.weight");
        let embeddings = tower.at("embeddings");
        let blocks = (0..architecture.layers).map(|index| {
            let block = tower.at(format!("encoder.layers.{index}"));
            let linear = |name, inputs, outputs| Linear::load(&block.at(name), inputs, outputs);
            Ok(Block {
                norm: LayerNorm::load(&block.at("layer_norm1"), width, EPSILON)?,
                query: linear("self_attn.q_proj", width, width)?,
                key: linear("self_attn.k_proj", width, width)?,
                value: linear("self_attn.v_proj", width, width)?,
                out: linear("self_attn.out_proj", width, width)?,
                mlp_norm: LayerNorm::load(&block.at("layer_norm2"), width, EPSILON)?,
                up: linear("mlp.fc1", width, inner)?,
                down: linear("mlp.fc2", inner, width)?,
            })
        });
        let projection = architecture
            .pooled_projection
            .map(|outputs| Linear::load_without_bias(&weights.at("text_projection"), width, outputs as usize))
            .transpose()?;
        let positions = embeddings.at("position_embedding");
        Ok(Self {
            tokens: Table::load(&embeddings.at("token_embedding"), vocabulary, width)?,
            positions: positions.tensor("weight", &[CLIP_TOKENS as usize, width], Role::Table)?,
            blocks: blocks.collect::<Result<_>>()?,
            norm: LayerNorm::load(&tower.at("final_layer_norm"), width, EPSILON)?,
            projection,
            heads: width / architecture.block.head_width as usize,
            activation,
        })
    }

    /// Encodes `ids` (batch, tokens); `ends` says where each row's end token is.
    ///
    /// # Errors
    /// More tokens than positions, or an id beyond the vocabulary.
    pub fn forward(&self, ids: &Tensor, ends: &[usize]) -> Result<ClipStates> {
        let (_, tokens) = ids.dims2()?;
        let mut states = self.tokens.look_up(ids)?.broadcast_add(&self.positions.narrow(0, 0, tokens)?)?;
        let mask = causal_mask(tokens, &states)?;
        let mut before_last = states.clone();
        for block in &self.blocks {
            before_last = states.clone();
            states = self.block(block, &states, &mask)?;
        }
        let last = self.norm.forward(&states)?;
        let at_end = ends.iter().enumerate().map(|(row, &end)| last.get(row)?.narrow(0, end, 1));
        let at_end = Tensor::cat(&at_end.collect::<Result<Vec<_>>>()?, 0)?;
        let pooled = match &self.projection {
            Some(projection) => projection.forward(&at_end)?,
            None => at_end,
        };
        Ok(ClipStates { last, before_last, pooled })
    }

    fn block(&self, block: &Block, states: &Tensor, mask: &Tensor) -> Result<Tensor> {
        let normed = block.norm.forward(states)?;
        let split = |linear: &Linear| split_heads(&linear.forward(&normed)?, self.heads);
        let (query, key, value) = (split(&block.query)?, split(&block.key)?, split(&block.value)?);
        let scale = (query.dim(3)? as f64).sqrt().recip();
        let attended = join_heads(&attend(&query, &key, &value, Some(mask), scale)?)?;
        let states = (states + block.out.forward(&attended)?)?;
        let inner = self.activation.apply(&block.up.forward(&block.mlp_norm.forward(&states)?)?)?;
        &states + block.down.forward(&inner)?
    }

    /// The precision of the tower.
    pub fn dtype(&self) -> DType {
        self.positions.dtype()
    }
}

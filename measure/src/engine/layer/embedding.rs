//! Look-up tables and the embeddings of a number.

use candle_core::{DType, Device, Result, Tensor};

use super::Linear;
use crate::engine::weights::{Role, Weights};

/// A table of vectors, one a token.
#[derive(Debug, Clone)]
pub struct Table {
    rows: Tensor,
}

impl Table {
    /// Reads `weight` (rows, width).
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, rows: usize, width: usize) -> Result<Self> {
        Ok(Self { rows: weights.tensor("weight", &[rows, width], Role::Table)? })
    }

    /// The vectors of `ids` (batch, tokens; 32-bit unsigned): (batch, tokens, width).
    ///
    /// # Errors
    /// An id beyond the table.
    pub fn look_up(&self, ids: &Tensor) -> Result<Tensor> {
        let (batch, tokens) = ids.dims2()?;
        self.rows.index_select(&ids.flatten_all()?, 0)?.reshape((batch, tokens, self.rows.dim(1)?))
    }
}

/// Period of the slowest wave of a sinusoidal embedding (Vaswani et al. 2017, arXiv:1706.03762, section 3.5).
const LONGEST_PERIOD: f64 = 10_000.0;

/// The sinusoidal embedding of `value`, cosines first (`flip_sin_to_cos` in diffusers): (batch, width).
///
/// # Errors
/// No memory on the device.
pub fn sinusoid(value: f64, width: usize, batch: usize, dtype: DType, device: &Device) -> Result<Tensor> {
    let half = width / 2;
    let angles: Vec<f64> =
        (0..half).map(|wave| value * (-LONGEST_PERIOD.ln() * wave as f64 / half as f64).exp()).collect();
    let row: Vec<f32> = angles
        .iter()
        .map(|angle| angle.cos() as f32)
        .chain(angles.iter().map(|angle| angle.sin() as f32))
        .collect();
    Tensor::from_vec(row, (1, width), device)?.to_dtype(dtype)?.repeat((batch, 1))
}

/// A two-layer MLP with SiLU, `linear_1` and `linear_2`, as conditioning embeddings are.
#[derive(Debug, Clone)]
pub struct EmbeddingMlp {
    first: Linear,
    second: Linear,
}

impl EmbeddingMlp {
    /// Reads both layers.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, inputs: usize, width: usize) -> Result<Self> {
        Ok(Self {
            first: Linear::load(&weights.at("linear_1"), inputs, width)?,
            second: Linear::load(&weights.at("linear_2"), width, width)?,
        })
    }

    /// Applies it.
    ///
    /// # Errors
    /// An input of another width.
    pub fn forward(&self, states: &Tensor) -> Result<Tensor> {
        self.second.forward(&self.first.forward(states)?.silu()?)
    }
}

//! Linear layers.

use candle_core::{Result, Tensor};
use wattpix_core::flops::atom;

use crate::engine::tally;
use crate::engine::weights::{Role, Weights};

/// `x·Wᵀ + b` over the last dimension.
#[derive(Debug, Clone)]
pub struct Linear {
    weight: Tensor,
    bias: Option<Tensor>,
}

impl Linear {
    /// Reads `weight` (outputs, inputs) and `bias` (outputs).
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, inputs: usize, outputs: usize) -> Result<Self> {
        let bias = weights.tensor("bias", &[outputs], Role::Bias)?;
        Ok(Self { bias: Some(bias), ..Self::load_without_bias(weights, inputs, outputs)? })
    }

    /// Reads `weight` (outputs, inputs) alone.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load_without_bias(weights: &Weights, inputs: usize, outputs: usize) -> Result<Self> {
        Ok(Self { weight: weights.tensor("weight", &[outputs, inputs], Role::Matrix)?, bias: None })
    }

    /// Applies the layer.
    ///
    /// # Errors
    /// A last dimension that is not the layer's input width.
    pub fn forward(&self, states: &Tensor) -> Result<Tensor> {
        let (outputs, inputs) = self.weight.dims2()?;
        let rows = states.elem_count() / inputs;
        tally::record(atom::linear(rows as u64, inputs as u64, outputs as u64).flops);
        tally::note_elements(states.elem_count().max(rows * outputs));
        let mut shape = states.dims().to_vec();
        if let Some(last) = shape.last_mut() {
            *last = outputs;
        }
        let product = states.reshape((rows, inputs))?.matmul(&self.weight.t()?)?;
        match &self.bias {
            Some(bias) => product.broadcast_add(bias)?.reshape(shape),
            None => product.reshape(shape),
        }
    }
}

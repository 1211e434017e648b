//! Text encoders, with the parameter names of transformers' checkpoints.

pub mod clip;
pub mod qwen2;
pub mod t5;

use candle_core::{Device, Result, Tensor};

/// Rows of token ids of the same length as a tensor (batch, tokens).
///
/// # Errors
/// Rows of different lengths.
pub fn ids(rows: &[Vec<u32>], device: &Device) -> Result<Tensor> {
    let tokens = rows.first().map_or(0, Vec::len);
    if let Some(other) = rows.iter().find(|row| row.len() != tokens) {
        candle_core::bail!("prompts of {tokens} and {} tokens cannot share a batch", other.len());
    }
    Tensor::from_vec(rows.concat(), (rows.len(), tokens), device)
}

/// A mask that hides from each token those after it, (1, 1, tokens, tokens).
fn causal_mask(tokens: usize, like: &Tensor) -> Result<Tensor> {
    let hidden = |row: usize, column: usize| if column > row { f32::NEG_INFINITY } else { 0.0 };
    let mask: Vec<f32> =
        (0..tokens).flat_map(|row| (0..tokens).map(move |column| hidden(row, column))).collect();
    Tensor::from_vec(mask, (1, 1, tokens, tokens), like.device())?.to_dtype(like.dtype())
}

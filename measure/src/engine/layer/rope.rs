//! Rotary position embeddings, applied in 32 bits.

use candle_core::{DType, Device, Result, Tensor};

/// Cosines and sines of the angles by which pairs of a head's features turn: (rows, width / 2) each.
#[derive(Debug, Clone)]
pub struct Rotation {
    cos: Tensor,
    sin: Tensor,
}

/// Features of a head that form a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairs {
    /// Neighbours, as in Flux and Qwen-Image.
    Neighbours,
    /// The first half with the second, as in Qwen's language models.
    Halves,
}

impl Rotation {
    /// The rotation of rows at these positions: one position a row and axis, `widths[axis]` features an axis
    /// (Su et al. 2021, arXiv:2104.09864, with base `theta`).
    ///
    /// # Errors
    /// No memory on the device.
    pub fn new(positions: &[Vec<f64>], widths: &[usize], theta: f64, device: &Device) -> Result<Self> {
        let half: usize = widths.iter().sum::<usize>() / 2;
        let mut cos = Vec::with_capacity(positions.len() * half);
        let mut sin = Vec::with_capacity(positions.len() * half);
        for row in positions {
            for (position, &width) in row.iter().zip(widths) {
                for pair in 0..width / 2 {
                    let angle = position / theta.powf(2.0 * pair as f64 / width as f64);
                    cos.push(angle.cos() as f32);
                    sin.push(angle.sin() as f32);
                }
            }
        }
        let shape = (positions.len(), half);
        Ok(Self { cos: Tensor::from_vec(cos, shape, device)?, sin: Tensor::from_vec(sin, shape, device)? })
    }

    /// Turns `states` (batch, rows, heads, width).
    ///
    /// # Errors
    /// Another number of rows or another width.
    pub fn apply(&self, states: &Tensor, pairs: Pairs) -> Result<Tensor> {
        // candle turns head by head. The change of precision writes in that order, so it costs no further copy.
        let wide = states.transpose(1, 2)?.to_dtype(DType::F32)?.contiguous()?;
        let turned = match pairs {
            Pairs::Neighbours => candle_nn::rotary_emb::rope_i(&wide, &self.cos, &self.sin)?,
            Pairs::Halves => candle_nn::rotary_emb::rope(&wide, &self.cos, &self.sin)?,
        };
        turned.to_dtype(states.dtype())?.transpose(1, 2)
    }
}

//! Normalisations. None is counted: they multiply no matrices.

use candle_core::{D, DType, Result, Tensor};

use crate::engine::weights::{Role, Weights};

/// Layer norm over the last dimension.
#[derive(Debug, Clone)]
pub struct LayerNorm {
    gain: Tensor,
    bias: Tensor,
    epsilon: f32,
}

impl LayerNorm {
    /// Reads `weight` and `bias`.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, width: usize, epsilon: f32) -> Result<Self> {
        let gain = weights.tensor("weight", &[width], Role::Gain)?;
        let bias = weights.tensor("bias", &[width], Role::Bias)?;
        Ok(Self { gain, bias, epsilon })
    }

    /// The norm without learned parameters, as before an adaptive modulation.
    ///
    /// # Errors
    /// No memory.
    pub fn plain(weights: &Weights, width: usize, epsilon: f32) -> Result<Self> {
        let (dtype, device) = (weights.dtype(), weights.device());
        let gain = Tensor::ones(width, dtype, device)?;
        let bias = Tensor::zeros(width, dtype, device)?;
        Ok(Self { gain, bias, epsilon })
    }

    /// Applies the norm.
    ///
    /// # Errors
    /// A last dimension of another width.
    pub fn forward(&self, states: &Tensor) -> Result<Tensor> {
        candle_nn::ops::layer_norm(&states.contiguous()?, &self.gain, &self.bias, self.epsilon)
    }
}

/// Root-mean-square norm over the last dimension.
#[derive(Debug, Clone)]
pub struct RmsNorm {
    gain: Tensor,
    epsilon: f32,
}

impl RmsNorm {
    /// Reads `weight`.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, width: usize, epsilon: f32) -> Result<Self> {
        Ok(Self { gain: weights.tensor("weight", &[width], Role::Gain)?, epsilon })
    }

    /// Applies the norm; the result has the gain's precision.
    ///
    /// # Errors
    /// A last dimension of another width.
    pub fn forward(&self, states: &Tensor) -> Result<Tensor> {
        if states.dtype() == self.gain.dtype() {
            return candle_nn::ops::rms_norm(&states.contiguous()?, &self.gain, self.epsilon);
        }
        let gain = self.gain.to_dtype(states.dtype())?;
        candle_nn::ops::rms_norm(&states.contiguous()?, &gain, self.epsilon)?.to_dtype(self.gain.dtype())
    }
}

/// Group norm over (batch, channels, height, width), computed in 32 bits.
#[derive(Debug, Clone)]
pub struct GroupNorm {
    gain: Tensor,
    bias: Tensor,
    groups: usize,
    epsilon: f64,
}

impl GroupNorm {
    /// Reads `weight` and `bias`.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, channels: usize, groups: usize, epsilon: f64) -> Result<Self> {
        let gain = weights.tensor("weight", &[channels], Role::Gain)?;
        let bias = weights.tensor("bias", &[channels], Role::Bias)?;
        Ok(Self { gain, bias, groups, epsilon })
    }

    /// Applies the norm.
    ///
    /// # Errors
    /// Channels that the groups do not divide, or no memory.
    pub fn forward(&self, map: &Tensor) -> Result<Tensor> {
        let (batch, channels, height, width) = map.dims4()?;
        let lines = channels / self.groups * height;
        let states = map.to_dtype(DType::F32)?.reshape((batch, self.groups, lines, width))?;
        // Line by line first: a group alone would keep one of a GPU's many multiprocessors busy.
        let mean = |values: &Tensor| values.mean_keepdim(D::Minus1)?.mean_keepdim(D::Minus2);
        let centred = states.broadcast_sub(&mean(&states)?)?;
        let variance = mean(&centred.sqr()?)?;
        let normed = centred.broadcast_div(&(variance + self.epsilon)?.sqrt()?)?;
        let normed = normed.to_dtype(map.dtype())?.reshape((batch, channels, height, width))?;
        let per_channel = |tensor: &Tensor| tensor.reshape((1, channels, 1, 1));
        normed.broadcast_mul(&per_channel(&self.gain)?)?.broadcast_add(&per_channel(&self.bias)?)
    }
}

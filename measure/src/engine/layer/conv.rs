//! Two-dimensional convolutions.

use candle_core::{DType, Device, Result, Tensor};
use wattpix_core::flops::atom;

use super::MAX_ELEMENTS;
use crate::engine::tally;
use crate::engine::weights::{Role, Weights};

/// A convolution over (batch, channels, height, width) with a square kernel.
#[derive(Debug, Clone)]
pub struct Conv2d {
    weight: Tensor,
    bias: Tensor,
    kernel: usize,
    stride: usize,
    padding: usize,
}

impl Conv2d {
    /// Reads `weight` (outputs, inputs, kernel, kernel) and `bias` (outputs); stride 1, padded to keep the size.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(weights: &Weights, inputs: usize, outputs: usize, kernel: usize) -> Result<Self> {
        let weight = weights.tensor("weight", &[outputs, inputs, kernel, kernel], Role::Matrix)?;
        let bias = weights.tensor("bias", &[outputs], Role::Bias)?;
        Self::from_tensors(weight, bias)
    }

    /// The convolution with this kernel (outputs, inputs, side, side) and bias.
    ///
    /// # Errors
    /// A kernel that has not four dimensions.
    pub fn from_tensors(weight: Tensor, bias: Tensor) -> Result<Self> {
        let kernel = weight.dim(3)?;
        Ok(Self { weight, bias, kernel, stride: 1, padding: kernel / 2 })
    }

    /// Returns the layer with another stride and padding.
    #[must_use]
    pub fn with_stride(self, stride: usize, padding: usize) -> Self {
        Self { stride, padding, ..self }
    }

    /// Applies the layer.
    ///
    /// # Errors
    /// An input with other channels, or no memory.
    pub fn forward(&self, map: &Tensor) -> Result<Tensor> {
        self.forward_in_bands(map, MAX_ELEMENTS)
    }

    /// [`Self::forward`] with another ceiling on the elements of the unfolded input.
    ///
    /// # Errors
    /// As [`Self::forward`].
    pub fn forward_in_bands(&self, map: &Tensor, max_elements: usize) -> Result<Tensor> {
        let (batch, inputs, height, width) = map.dims4()?;
        let outputs = self.weight.dim(0)?;
        let side = |length: usize| (length + 2 * self.padding - self.kernel) / self.stride + 1;
        let (rows, columns) = (side(height), side(width));
        let taps = self.kernel * self.kernel;
        let positions = (batch * rows * columns) as u64;
        tally::record(atom::conv(positions, taps as u64, inputs as u64, outputs as u64).flops);
        tally::note_elements(map.elem_count().max(batch * rows * columns * outputs));

        let product = if self.kernel == 1 && self.stride == 1 {
            let matrix = self.weight.reshape((1, outputs, inputs))?;
            matrix.broadcast_matmul(&map.flatten_from(2)?)?.reshape((batch, outputs, height, width))?
        } else {
            // Without cuDNN candle unfolds the input: every output position takes `taps` inputs of each channel.
            let unfolded_row = batch * inputs * taps * columns;
            let unfolds = cfg!(not(feature = "cudnn")) || map.device().is_cpu();
            let band = if unfolds { (max_elements / unfolded_row).max(1) } else { rows };
            if band >= rows {
                self.convolve(map, self.padding)?
            } else {
                let padded = map.pad_with_zeros(2, self.padding, self.padding)?;
                let padded = padded.pad_with_zeros(3, self.padding, self.padding)?;
                let bands = (0..rows).step_by(band).map(|start| {
                    let needed = (band.min(rows - start) - 1) * self.stride + self.kernel;
                    self.convolve(&padded.narrow(2, start * self.stride, needed)?, 0)
                });
                Tensor::cat(&bands.collect::<Result<Vec<_>>>()?, 2)?
            }
        };
        product.broadcast_add(&self.bias.reshape((1, outputs, 1, 1))?)
    }

    fn convolve(&self, map: &Tensor, padding: usize) -> Result<Tensor> {
        let map = map.contiguous()?;
        // candle's CPU convolution knows no bfloat16.
        if matches!(map.device(), Device::Cpu) && map.dtype() == DType::BF16 {
            let weight = self.weight.to_dtype(DType::F32)?;
            let map = map.to_dtype(DType::F32)?;
            return map.conv2d(&weight, padding, self.stride, 1, 1)?.to_dtype(DType::BF16);
        }
        #[cfg(feature = "cudnn")]
        if matches!(map.device(), Device::Cuda(_)) {
            return crate::engine::cuda::conv::convolve(&map, &self.weight, padding, self.stride);
        }
        map.conv2d(&self.weight, padding, self.stride, 1, 1)
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    #[test]
    fn bands_change_neither_result_nor_count() {
        let device = Device::Cpu;
        let map = Tensor::randn(0f32, 1.0, (2, 3, 9, 7), &device).unwrap();
        let weight = Tensor::randn(0f32, 1.0, (5, 3, 3, 3), &device).unwrap();
        let bias = Tensor::randn(0f32, 1.0, 5, &device).unwrap();
        for (stride, padding) in [(1, 1), (2, 1), (1, 0)] {
            let layer = Conv2d::from_tensors(weight.clone(), bias.clone()).unwrap();
            let layer = layer.with_stride(stride, padding);
            let (whole, flops) = tally::during(|| layer.forward(&map).unwrap());
            for ceiling in [1, 2 * 3 * 9 * 7 * 2] {
                let (banded, banded_flops) = tally::during(|| layer.forward_in_bands(&map, ceiling).unwrap());
                let difference = (&whole - &banded).unwrap().abs().unwrap().max_all().unwrap();
                assert!(difference.to_scalar::<f32>().unwrap() < 1e-5);
                assert_eq!(banded_flops, flops);
            }
        }
    }
}

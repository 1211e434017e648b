//! A source of random numbers, for measuring without checkpoints.
//!
//! A GPU multiplying zeros draws less power than one multiplying data, so the numbers must look like weights: normal,
//! with the spread that keeps every layer's output at the scale of its input. Matrices have standard deviation
//! 1/√inputs (LeCun et al. 1998, "Efficient BackProp", section 4.6), gains are 1, tables and biases are small.

use candle_core::{DType, Device, Result, Tensor};

use super::{Role, Source};
use crate::engine::hash::stable_hash;

/// Standard deviation of token and position tables. Transformers' models start from it (`initializer_range`).
const TABLE_SPREAD: f32 = 0.02;

/// Random tensors, the same for the same seed and device.
#[derive(Debug)]
pub struct Random {
    device: Device,
    seed: u64,
}

impl Random {
    /// A source on `device`. candle's generator on the CPU cannot be seeded, so there each tensor's numbers are made
    /// from `seed` and the tensor's name.
    ///
    /// # Errors
    /// A device that refuses the seed.
    pub fn new(device: &Device, seed: u64) -> Result<Self> {
        if !matches!(device, Device::Cpu) {
            device.set_seed(seed)?;
        }
        Ok(Self { device: device.clone(), seed })
    }

    fn normal(&self, name: &str, shape: &[usize], spread: f32) -> Result<Tensor> {
        if matches!(self.device, Device::Cpu) {
            let seed = self.seed.wrapping_add(stable_hash(name));
            return noise(shape, seed, &self.device)?.affine(f64::from(spread), 0.0);
        }
        Tensor::randn(0f32, spread, shape, &self.device)
    }
}

impl Source for Random {
    fn tensor(&self, name: &str, shape: &[usize], role: Role, dtype: DType) -> Result<Tensor> {
        let inputs: usize = shape.iter().skip(1).product();
        match role {
            Role::Gain => Tensor::ones(shape, dtype, &self.device),
            Role::Matrix => self.normal(name, shape, 1.0 / (inputs.max(1) as f32).sqrt())?.to_dtype(dtype),
            Role::Bias | Role::Table => self.normal(name, shape, TABLE_SPREAD)?.to_dtype(dtype),
        }
    }

    fn has(&self, _: &str) -> bool {
        true
    }

    fn device(&self) -> &Device {
        &self.device
    }
}

/// Standard normal numbers from `seed` in 32 bits, made on the host, so that every device sees the same.
///
/// # Errors
/// No memory on the device.
pub fn noise(shape: &[usize], seed: u64, device: &Device) -> Result<Tensor> {
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};
    let count = shape.iter().product();
    let generator = rand::rngs::StdRng::seed_from_u64(seed);
    let numbers: Vec<f32> = StandardNormal.sample_iter(generator).take(count).collect();
    Tensor::from_vec(numbers, shape, device)
}

//! How fast a device does what a block of the large models is made of: where the seconds of a pass go.

use std::time::Instant;

use candle_core::{DType, Device, Result, Tensor};

use super::layer::attention::{attend, unfused};
use super::layer::rope::{Pairs, Rotation};
use super::layer::{Conv2d, MAX_ELEMENTS};

/// One kind of work.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Rate {
    /// What, with its shape.
    pub what: String,
    /// Seconds of one.
    pub seconds: f64,
    /// Operations a second, in units of 10^12, of what multiplies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tflop_per_s: Option<f64>,
    /// Bytes that must be read and written a second, in GB, of what does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gb_per_s: Option<f64>,
}

enum Counted {
    Flops(usize),
    Bytes(usize),
}

/// Times the parts of a block of FLUX.1-dev at 1024 px, of the heads of Stable Diffusion 3.5, and of the decoder, each for
/// `seconds` at least. Everything is divided by `shrink`, for trying it where nothing is fast.
///
/// # Errors
/// Whatever the device fails with.
pub fn of_blocks(device: &Device, dtype: DType, shrink: usize, seconds: f64) -> Result<Vec<Rate>> {
    let made = |shape: &[usize]| Tensor::randn(0f32, 1.0, shape, device)?.to_dtype(dtype);
    let timed = |what: String, counted: Counted, work: &dyn Fn() -> Result<Tensor>| {
        work()?;
        device.synchronize()?;
        let (clock, mut count) = (Instant::now(), 0_u32);
        while clock.elapsed().as_secs_f64() < seconds {
            // Several at a time, so that the device does not wait for the host.
            for _ in 0..8 {
                work()?;
                count += 1;
            }
            device.synchronize()?;
        }
        let each = clock.elapsed().as_secs_f64() / f64::from(count);
        let (tflop_per_s, gb_per_s) = match counted {
            Counted::Flops(flops) => (Some(flops as f64 / each / 1e12), None),
            Counted::Bytes(bytes) => (None, Some(bytes as f64 / each / 1e9)),
        };
        Ok::<_, candle_core::Error>(Rate { what, seconds: each, tflop_per_s, gb_per_s })
    };
    let size = dtype.size_in_bytes();
    let mut found = Vec::new();

    let part = |whole: usize| (whole / shrink).max(1);
    let (rows, heads) = (part(4608), part(24));
    let width = heads * 128;
    let states = made(&[1, rows, width])?;
    let bytes = |tensors: usize| Counted::Bytes(tensors * rows * width * size);
    for (inputs, outputs) in [(width, width), (width, 4 * width), (4 * width, width)] {
        let (left, right) = (made(&[rows, inputs])?, made(&[outputs, inputs])?);
        let flops = Counted::Flops(2 * rows * inputs * outputs);
        found.push(timed(format!("linear {rows}x{inputs} to {outputs}"), flops, &|| {
            left.matmul(&right.t()?)
        })?);
    }
    for (rows, heads, head) in [(rows, heads, 128), (part(4429), part(38), 64)] {
        let [query, key, value] = [0, 1, 2].map(|_| made(&[1, rows, heads, head]));
        let (query, key, value) = (query?, key?, value?);
        let flops = || Counted::Flops(4 * rows * rows * heads * head);
        let scale = (head as f64).sqrt().recip();
        let name = format!("{rows} rows, {heads} heads of {head}");
        found.push(timed(format!("attention {name}"), flops(), &|| {
            attend(&query, &key, &value, None, scale)
        })?);
        found.push(timed(format!("attention unfused {name}"), flops(), &|| {
            unfused(&query, &key, &value, None, scale, MAX_ELEMENTS)
        })?);
    }
    for (channels, side) in [(part(512), part(128)), (part(128), part(1024))] {
        let map = made(&[1, channels, side, side])?;
        let kernel = (made(&[channels, channels, 3, 3])? * (1.0 / 64.0))?;
        let layer = Conv2d::from_tensors(kernel, Tensor::zeros(channels, dtype, device)?)?;
        let flops = Counted::Flops(2 * 9 * channels * channels * side * side);
        let what = format!("convolution 3x3, {channels} channels, {side}x{side}");
        found.push(timed(what, flops, &|| layer.forward(&map))?);
    }
    let (gain, bias) = (Tensor::ones(width, dtype, device)?, Tensor::zeros(width, dtype, device)?);
    found.push(timed("layer norm".to_owned(), bytes(2), &|| {
        candle_nn::ops::layer_norm(&states, &gain, &bias, 1e-6)
    })?);
    let row = made(&[1, 1, width])?;
    found.push(timed("scale and shift".to_owned(), bytes(4), &|| {
        states.broadcast_mul(&row)?.broadcast_add(&row)
    })?);
    let wide = made(&[1, rows, 4 * width])?;
    found.push(timed("GELU, four times as wide".to_owned(), bytes(8), &|| wide.gelu())?);
    let split = made(&[1, rows, heads, 128])?;
    let head_gain = Tensor::ones(128, dtype, device)?;
    found.push(timed("head norm".to_owned(), bytes(2), &|| {
        candle_nn::ops::rms_norm(&split, &head_gain, 1e-6)
    })?);
    let positions: Vec<Vec<f64>> = (0..rows).map(|row| vec![0.0, row as f64, row as f64]).collect();
    let rotation = Rotation::new(&positions, &[16, 56, 56], 1e4, device)?;
    found.push(timed("rotation".to_owned(), bytes(2), &|| rotation.apply(&split, Pairs::Neighbours))?);
    let half = states.narrow(1, 0, rows.div_ceil(2))?;
    found.push(timed("joining two streams".to_owned(), bytes(2), &|| Tensor::cat(&[&half, &half], 1))?);
    found.push(timed("copy".to_owned(), bytes(2), &|| states.copy())?);
    Ok(found)
}

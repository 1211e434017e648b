//! Matrix products and convolutions beside the processor's in 32 bits or more, and whether TF32 is used where it is asked for and
//! nowhere else.

use candle_core::{DType, Device, Result, Tensor};
use wattpix_core::error::Choice;
use wattpix_core::setting::Precision;

use super::{Finding, Tell, relative};
use crate::engine::device::{allow_tf32, dtype, has_tf32};
use crate::engine::error::EngineError;
use crate::engine::layer::Conv2d;

/// Allowed for sums in 32 bits of exact products.
const EXACT: f64 = 1e-5;
/// TF32 keeps 10 bits of what is multiplied, so a product is off by some 3e-4.
const TF32: [f64; 2] = [EXACT, 3e-3];
/// Error left by rounding the result to 16 bits: a unit in the last place is 2^-11 of fp16 and 2^-8 of bf16.
const FP16: f64 = 1e-3;
const BF16: f64 = 8e-3;

/// (batch, inputs, height, width), (outputs, kernel, stride).
const CONVOLUTIONS: [([usize; 4], (usize, usize, usize)); 4] = [
    ([1, 64, 32, 24], (96, 3, 1)),
    ([2, 32, 33, 17], (32, 3, 2)),
    ([1, 48, 16, 16], (32, 1, 1)),
    ([1, 4, 40, 24], (64, 3, 1)),
];

/// A convolution large enough for tensor cores to be worth it: where TF32 is asked for, it must be used here.
const LARGE: ([usize; 4], (usize, usize, usize)) = ([1, 128, 64, 64], (128, 3, 1));

/// Compares a matrix product and convolutions in every precision.
///
/// # Errors
/// Whatever the device fails with.
pub fn check(device: &Device, tell: &mut Tell) -> std::result::Result<(), EngineError> {
    for (name, precision) in Precision::ALL {
        let Ok(dtype) = dtype(*precision) else { continue };
        allow_tf32(*precision);
        // Processors and older cards multiply TF32 as FP32.
        let allowed = match precision {
            Precision::Tf32 if has_tf32(device) => TF32,
            Precision::Fp16 => [0.0, FP16],
            Precision::Bf16 => [0.0, BF16],
            _ => [0.0, EXACT],
        };
        tell(Finding::new(format!("matrix product, {name}"), product(device, dtype)?, allowed));
        let mut worst = 0.0_f64;
        for (map, kernel) in CONVOLUTIONS {
            let apart = convolution(device, dtype, map, kernel)?;
            worst = if worst >= apart { worst } else { apart };
        }
        // Algorithms differ, and not each need multiply as TF32; FP32 must not anywhere.
        let what = format!("convolutions, {name}, worst of {}", CONVOLUTIONS.len());
        tell(Finding::new(what, worst, [0.0, allowed[1]]));
        if matches!(precision, Precision::Fp32 | Precision::Tf32) {
            let ([_, inputs, height, width], (outputs, side, _)) = LARGE;
            let what = format!(
                "convolution {side}x{side} of {inputs} to {outputs} channels, {width}x{height}, {name}"
            );
            tell(Finding::new(what, convolution(device, dtype, LARGE.0, LARGE.1)?, allowed));
        }
    }
    allow_tf32(Precision::Fp32);
    Ok(())
}

/// Numbers that `dtype` holds exactly, so that only products and sums differ.
fn exact(shape: &[usize], dtype: DType) -> Result<(Tensor, Tensor)> {
    let there = Tensor::randn(0f32, 1.0, shape, &Device::Cpu)?.to_dtype(dtype)?;
    let reference = there.to_dtype(DType::F32)?;
    Ok((there, reference))
}

fn product(device: &Device, dtype: DType) -> Result<f64> {
    let ((left, left_reference), (right, right_reference)) =
        (exact(&[192, 320], dtype)?, exact(&[320, 256], dtype)?);
    let ours = left.to_device(device)?.matmul(&right.to_device(device)?)?;
    let wide = |tensor: Tensor| tensor.to_dtype(DType::F64);
    relative(&ours, &wide(left_reference)?.matmul(&wide(right_reference)?)?)
}

fn convolution(
    device: &Device,
    dtype: DType,
    map: [usize; 4],
    (outputs, side, stride): (usize, usize, usize),
) -> Result<f64> {
    let ((map, map_reference), (kernel, kernel_reference)) =
        (exact(&map, dtype)?, exact(&[outputs, map[1], side, side], dtype)?);
    let layer = |kernel: Tensor, dtype: DType, device: &Device| {
        let bias = Tensor::zeros(outputs, dtype, device)?;
        Ok::<_, candle_core::Error>(Conv2d::from_tensors(kernel, bias)?.with_stride(stride, side / 2))
    };
    let ours = layer(kernel.to_device(device)?, dtype, device)?.forward(&map.to_device(device)?)?;
    let reference = layer(kernel_reference, DType::F32, &Device::Cpu)?.forward(&map_reference)?;
    relative(&ours, &reference)
}

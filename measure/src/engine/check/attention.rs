//! Attention as the engine runs it beside unfused attention in 32 bits, on the same device.

use candle_core::{DType, Device, Result, Tensor};

use super::{Finding, Tell, largest};
use crate::engine::device;
use crate::engine::layer::MAX_ELEMENTS;
use crate::engine::layer::attention::{attend, unfused};
use crate::engine::layer::fused::WIDTHS;

/// The largest difference that passes where attention is fused, of values around 1: half a unit in the last place of bf16 and fp16
/// at 4, and what is lost where weights are rounded before they multiply the values.
const FUSED: [(DType, &str, f64); 2] = [(DType::BF16, "bf16", 2e-2), (DType::F16, "fp16", 5e-3)];

/// Elsewhere only what a view changes is seen: nothing.
const UNFUSED: [(DType, &str, f64); 1] = [(DType::F32, "fp32, unfused", 1e-5)];

/// Rows that matter to the kernels' tiles of 128 queries and 32 to 128 keys, at, before and beyond their edges.
const EDGES: [usize; 9] = [1, 31, 64, 77, 127, 128, 129, 256, 333];

/// Compares `rounds` random shapes and views a precision and width, besides the edges; `most` rows at most.
///
/// # Errors
/// Whatever the device fails with.
pub fn check(device: &Device, rounds: usize, most: usize, tell: &mut Tell) -> Result<()> {
    let mut random = fastrand::Rng::with_seed(11);
    let cases: &[_] = if device::fuses_attention(device) { &FUSED } else { &UNFUSED };
    for (dtype, name, allowed) in cases.iter().copied() {
        for width in WIDTHS {
            let edges =
                EDGES.iter().filter(|rows| **rows <= most).map(|rows| (*rows, *rows)).collect::<Vec<_>>();
            let fuzzed: Vec<(usize, usize)> =
                (0..rounds).map(|_| (random.usize(1..=most), random.usize(1..=most))).collect();
            let (mut worst, mut at) = (-1.0_f64, String::new());
            for (queries, keys) in edges.into_iter().chain(fuzzed) {
                let (batch, heads) = (random.usize(1..4), random.usize(1..6));
                let mut view = |rows| view(device, dtype, [batch, rows, heads, width], random.usize(0..4));
                let (query, key, value) = (view(queries)?, view(keys)?, view(keys)?);
                let scale = (width as f64).sqrt().recip();
                let ours = attend(&query, &key, &value, None, scale)?;
                let wide = |tensor: &Tensor| tensor.to_dtype(DType::F32);
                let reference =
                    unfused(&wide(&query)?, &wide(&key)?, &wide(&value)?, None, scale, MAX_ELEMENTS)?;
                let apart = largest(&ours, &reference)?;
                if apart > worst || apart.is_nan() {
                    (worst, at) = (apart, format!("{batch}x{queries}:{keys}x{heads}"));
                }
            }
            let what = format!("attention, {name}, heads of {width}, worst at {at}");
            tell(Finding::new(what, worst, [0.0, allowed]));
        }
    }
    Ok(())
}

/// A tensor of this shape (batch, rows, heads, width), laid out in one of the ways that the models make.
fn view(
    device: &Device,
    dtype: DType,
    [batch, rows, heads, width]: [usize; 4],
    way: usize,
) -> Result<Tensor> {
    let made = |shape: [usize; 4]| Tensor::randn(0f32, 1.0, &shape, device)?.to_dtype(dtype);
    match way {
        0 => made([batch, rows, heads, width]),
        1 => made([batch, heads, rows, width])?.transpose(1, 2),
        2 => made([batch, rows + 9, heads, width])?.narrow(1, 5, rows),
        _ => made([batch, rows, 3 * heads, width])?.narrow(2, heads, heads),
    }
}

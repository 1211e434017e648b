//! The one attention of all models: scaled dot products, softmax, weighted sum. Fused where a kernel takes it, else unfused.
//!
//! Queries, keys and values are (batch, rows, heads, width), as projections make them: no copy stands between a projection and
//! the kernel. They may be strided views.

use candle_core::{D, Result, Tensor};
use wattpix_core::flops::atom;

use super::MAX_ELEMENTS;
#[cfg(feature = "fused-attention")]
use crate::engine::cuda;
use crate::engine::tally;

/// Attention of `query` (batch, queries, heads, width) to `key` and `value` (batch, keys, heads, width), with `mask`
/// added to the scores (broadcastable to batch, heads, queries, keys; every query must see a key). The result has the shape of
/// `query`.
///
/// With the feature `fused-attention` a kernel takes what [`super::fused::Launch::of`] describes, without a mask, on a GPU; else
/// scores are made in memory, by [`unfused`].
///
/// # Errors
/// Shapes that do not fit together, or no memory.
pub fn attend(
    query: &Tensor,
    key: &Tensor,
    value: &Tensor,
    mask: Option<&Tensor>,
    scale: f64,
) -> Result<Tensor> {
    let (batch, queries, heads, width) = query.dims4()?;
    let work = atom::attention(queries as u64, key.dim(1)? as u64, (heads * width) as u64, width as u64);
    tally::record(work.flops * batch as u64);
    tally::note_elements(query.elem_count().max(key.elem_count()));
    #[cfg(feature = "fused-attention")]
    if mask.is_none()
        && let Some(attended) = cuda::attention::attend(query, key, value, scale)?
    {
        return Ok(attended);
    }
    unfused(query, key, value, mask, scale, MAX_ELEMENTS)
}

/// [`attend`] with scores in memory. Queries are scaled first, so that scores stay in range in 16 bits, and taken in blocks, so
/// that no scores reach `max_elements`. Softmax accumulates in 32 bits whatever the precision (candle's kernels do).
///
/// # Errors
/// As [`attend`].
pub fn unfused(
    query: &Tensor,
    key: &Tensor,
    value: &Tensor,
    mask: Option<&Tensor>,
    scale: f64,
    max_elements: usize,
) -> Result<Tensor> {
    let (batch, queries, heads, _) = query.dims4()?;
    let keys = key.dim(1)?;
    // Head by head, as products of matrices need it.
    let query = query.transpose(1, 2)?;
    let query = if scale == 1.0 { query } else { query.affine(scale, 0.0)? };
    let key = key.transpose(1, 2)?.contiguous()?.transpose(2, 3)?;
    let value = value.transpose(1, 2)?.contiguous()?;
    let rows = (max_elements / (batch * heads * keys)).clamp(1, queries);
    let mut blocks = Vec::with_capacity(queries.div_ceil(rows));
    for start in (0..queries).step_by(rows) {
        let count = rows.min(queries - start);
        let mut scores = query.narrow(2, start, count)?.contiguous()?.matmul(&key)?;
        if let Some(mask) = mask {
            let mask = if mask.dim(D::Minus2)? == 1 { mask.clone() } else { mask.narrow(2, start, count)? };
            scores = scores.broadcast_add(&mask)?;
        }
        blocks.push(candle_nn::ops::softmax_last_dim(&scores)?.matmul(&value)?);
    }
    let attended = if blocks.len() == 1 { blocks.swap_remove(0) } else { Tensor::cat(&blocks, 2)? };
    attended.transpose(1, 2)
}

/// (batch, rows, heads × width) as (batch, rows, heads, width).
///
/// # Errors
/// A width that `heads` does not divide.
pub fn split_heads(states: &Tensor, heads: usize) -> Result<Tensor> {
    let (batch, rows, width) = states.dims3()?;
    states.reshape((batch, rows, heads, width / heads))
}

/// The inverse of [`split_heads`].
///
/// # Errors
/// No memory.
pub fn join_heads(states: &Tensor) -> Result<Tensor> {
    let (batch, rows, heads, width) = states.dims4()?;
    states.reshape((batch, rows, heads * width))
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    #[test]
    fn blocks_change_nothing_and_the_count_is_that_of_both_products() {
        let device = Device::Cpu;
        let tensor = |rows| Tensor::randn(0f32, 1.0, (2, rows, 3, 8), &device).unwrap();
        let (query, key, value) = (tensor(11), tensor(7), tensor(7));
        let mask = Tensor::randn(0f32, 1.0, (1, 1, 11, 7), &device).unwrap();
        let (whole, flops) = tally::during(|| attend(&query, &key, &value, Some(&mask), 0.35).unwrap());
        assert_eq!(flops.attention, 2 * 4 * 11 * 7 * 24);
        for ceiling in [1, 2 * 3 * 7 * 4, 2 * 3 * 7 * 11] {
            let blocks = unfused(&query, &key, &value, Some(&mask), 0.35, ceiling).unwrap();
            let difference = (&whole - &blocks).unwrap().abs().unwrap().max_all().unwrap();
            assert!(difference.to_scalar::<f32>().unwrap() < 1e-6);
        }
    }

    /// softmax(q·k·scale)·v written out, one number at a time.
    #[test]
    fn it_is_attention() {
        let device = Device::Cpu;
        let tensor = |rows| Tensor::randn(0f32, 1.0, (1, rows, 2, 4), &device).unwrap();
        let (query, key, value) = (tensor(3), tensor(5), tensor(5));
        let attended = attend(&query, &key, &value, None, 0.5).unwrap();
        let at = |tensor: &Tensor, row: usize, head: usize| -> Vec<f32> {
            tensor.get(0).unwrap().get(row).unwrap().get(head).unwrap().to_vec1().unwrap()
        };
        for (row, head) in [(0, 0), (2, 1)] {
            let query = at(&query, row, head);
            let score = |key: Vec<f32>| query.iter().zip(key).map(|(q, k)| q * k).sum::<f32>() * 0.5;
            let weights: Vec<f32> = (0..5).map(|other| score(at(&key, other, head)).exp()).collect();
            let sum: f32 = weights.iter().sum();
            for feature in 0..4 {
                let value = |other: usize| at(&value, other, head)[feature] * weights[other] / sum;
                let expected: f32 = (0..5).map(value).sum();
                assert!((at(&attended, row, head)[feature] - expected).abs() < 1e-5);
            }
        }
    }
}

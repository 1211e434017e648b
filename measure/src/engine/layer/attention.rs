//! The one attention of all models: scaled dot products, softmax, weighted sum; unfused.

use candle_core::{D, Result, Tensor};
use wattpix_core::flops::atom;

use super::MAX_ELEMENTS;
use crate::engine::tally;

/// Attention of `query` (batch, heads, queries, width) to `key` and `value` (batch, heads, keys, width), with `mask`
/// added to the scores (broadcastable to batch, heads, queries, keys; every query must see a key).
///
/// Queries are scaled first, so that scores stay in range in 16 bits, and taken in blocks, so that no scores reach
/// [`MAX_ELEMENTS`]. Softmax accumulates in 32 bits whatever the precision (candle's kernels do).
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
    attend_in_blocks(query, key, value, mask, scale, MAX_ELEMENTS)
}

/// [`attend`] with another ceiling on the elements of one block of scores.
///
/// # Errors
/// As [`attend`].
pub fn attend_in_blocks(
    query: &Tensor,
    key: &Tensor,
    value: &Tensor,
    mask: Option<&Tensor>,
    scale: f64,
    max_elements: usize,
) -> Result<Tensor> {
    let (batch, heads, queries, width) = query.dims4()?;
    let keys = key.dim(2)?;
    let all_heads = (heads * width) as u64;
    let work = atom::attention(queries as u64, keys as u64, all_heads, width as u64);
    tally::record(work.flops * batch as u64);
    tally::note_elements(query.elem_count().max(key.elem_count()));

    let query = if scale == 1.0 { query.clone() } else { query.affine(scale, 0.0)? };
    let key = key.transpose(2, 3)?;
    let value = value.contiguous()?;
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
    if blocks.len() == 1 { Ok(blocks.swap_remove(0)) } else { Tensor::cat(&blocks, 2) }
}

/// (batch, rows, heads × width) as (batch, heads, rows, width).
///
/// # Errors
/// A width that `heads` does not divide.
pub fn split_heads(states: &Tensor, heads: usize) -> Result<Tensor> {
    let (batch, rows, width) = states.dims3()?;
    states.reshape((batch, rows, heads, width / heads))?.transpose(1, 2)?.contiguous()
}

/// The inverse of [`split_heads`].
///
/// # Errors
/// No memory.
pub fn join_heads(states: &Tensor) -> Result<Tensor> {
    let (batch, heads, rows, width) = states.dims4()?;
    states.transpose(1, 2)?.reshape((batch, rows, heads * width))
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    #[test]
    fn blocks_change_neither_result_nor_count() {
        let device = Device::Cpu;
        let tensor = |rows| Tensor::randn(0f32, 1.0, (2, 3, rows, 8), &device).unwrap();
        let (query, key, value) = (tensor(11), tensor(7), tensor(7));
        let mask = Tensor::randn(0f32, 1.0, (1, 1, 11, 7), &device).unwrap();
        let run = |ceiling| {
            let attend = || attend_in_blocks(&query, &key, &value, Some(&mask), 0.35, ceiling);
            let (result, flops) = tally::during(attend);
            (result.unwrap(), flops)
        };
        let (whole, whole_flops) = run(MAX_ELEMENTS);
        for ceiling in [1, 2 * 3 * 7 * 4, 2 * 3 * 7 * 11] {
            let (blocks, flops) = run(ceiling);
            let difference = (&whole - &blocks).unwrap().abs().unwrap().max_all().unwrap();
            assert!(difference.to_scalar::<f32>().unwrap() < 1e-6);
            assert_eq!(flops, whole_flops);
        }
        assert_eq!(whole_flops.attention, 2 * 4 * 11 * 7 * 24);
    }
}

//! Norms that only networks of these models have.

use crate::flops::RunBytes;

/// A layer norm without weights computed in 32 bits (`FP32LayerNorm`).
pub(super) const fn wide_plain_norm(rows: u64, width: u64) -> RunBytes {
    let number = RunBytes::cast(2).plus(RunBytes::wide(2));
    number.times(rows * width).plus(RunBytes::wide(2).times(rows))
}

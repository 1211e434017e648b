//! Norms that only networks of video have.

use crate::flops::RunBytes;

/// `diffusers.models.normalization.RMSNorm` without weights: cast, square, mean, product with the root, cast back.
pub(super) fn unweighted_norm(rows: u64, width: u64) -> RunBytes {
    let number = RunBytes::cast(2) + RunBytes::wide(2 + 1 + 1) + RunBytes::own(1);
    number * (rows * width) + RunBytes::wide(6) * rows
}

/// That norm of numbers that were cast before, with a product with a scale, then cast back (`MochiModulatedRMSNorm`).
pub(super) fn modulated_norm(rows: u64, width: u64) -> RunBytes {
    (RunBytes::cast(2) + RunBytes::wide(2 + 1 + 2 + 2)) * (rows * width)
        + RunBytes::wide(6) * rows
        + RunBytes::wide(1) * width
}

/// The norm of queries or keys of so many rows, heads of `head_width` apart (`MochiRMSNorm`): its product with the weights has 32 bits.
pub(super) fn head_norm(rows: u64, width: u64, head_width: u64) -> RunBytes {
    let number = RunBytes::cast(2) + RunBytes::wide(2 + 1 + 1 + 2) + RunBytes::own(1);
    number * (rows * width) + RunBytes::wide(6) * (rows * width / head_width)
}

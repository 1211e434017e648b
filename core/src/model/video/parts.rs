//! Convolutions that run in parts (`CogVideoXSafeConv3d`).

use crate::flops::RunBytes;
use crate::flops::elementwise::COPY;

/// Numbers of a convolution's input, above which it runs in parts: 2 GB of 16 bits.
const MOST_AT_ONCE: u64 = 1 << 30;

/// Returns the bytes that a convolution over three frames moves besides, where its input of so many `frames`, each of `frame` numbers, is too
/// large: all parts but the first begin with two frames of the one before, and `written` numbers are joined.
pub(super) fn in_parts(frames: u64, frame: u64, written: u64) -> RunBytes {
    let read = frames * frame;
    if read <= MOST_AT_ONCE {
        return RunBytes::ZERO;
    }
    let each = frames.div_ceil(read / MOST_AT_ONCE + 1);
    let later = frames.div_ceil(each) - 1;
    COPY * ((frames - each + 2 * later) * frame) + COPY * written
}

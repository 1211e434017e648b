//! Bytes that element-wise kernels read and write: norms, activations, rotary embeddings, gates, residuals, casts, copies.
//!
//! Each function and constant here is the list of kernels that a layer of diffusers 0.42.1 or transformers 5.23.0 runs one by one (eagerly).
//! Views move nothing, what is broadcast is read once, and a kernel that writes in place reads and writes. What is run for single rows
//! (embeddings of the time step, tables of positions) is left out where it stays below 1 %. docs/elementwise.md says more.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

/// Bytes that kernels move, by the width of the numbers of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RunBytes {
    /// In a run of 16-bit numbers (fp16, bf16, and fp8, which narrows only what is multiplied).
    pub at_16_bit: u64,
    /// In a run of 32-bit numbers (fp32, tf32).
    pub at_32_bit: u64,
}

impl RunBytes {
    /// No bytes.
    pub const ZERO: Self = Self { at_16_bit: 0, at_32_bit: 0 };

    /// Bytes of `numbers` numbers of the run's own width, read or written.
    pub const fn own(numbers: u64) -> Self {
        Self { at_16_bit: 2 * numbers, at_32_bit: 4 * numbers }
    }

    /// Bytes of `numbers` numbers that have 32 bits in either run, read or written.
    pub const fn wide(numbers: u64) -> Self {
        Self { at_16_bit: 4 * numbers, at_32_bit: 4 * numbers }
    }

    /// Bytes of `numbers` numbers cast between 16 and 32 bits, which a run of 32 bits does without.
    pub const fn cast(numbers: u64) -> Self {
        Self { at_16_bit: 6 * numbers, at_32_bit: 0 }
    }

    /// Both.
    pub const fn plus(self, other: Self) -> Self {
        Self { at_16_bit: self.at_16_bit + other.at_16_bit, at_32_bit: self.at_32_bit + other.at_32_bit }
    }

    /// The lesser of both, in either run.
    pub fn at_most(self, other: Self) -> Self {
        Self {
            at_16_bit: self.at_16_bit.min(other.at_16_bit),
            at_32_bit: self.at_32_bit.min(other.at_32_bit),
        }
    }

    /// Returns the bytes multiplied by `times`.
    pub const fn times(self, times: u64) -> Self {
        Self { at_16_bit: self.at_16_bit * times, at_32_bit: self.at_32_bit * times }
    }
}

impl Add for RunBytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.plus(other)
    }
}

impl AddAssign for RunBytes {
    fn add_assign(&mut self, other: Self) {
        *self = self.plus(other);
    }
}

impl Mul<u64> for RunBytes {
    type Output = Self;
    fn mul(self, times: u64) -> Self {
        self.times(times)
    }
}

impl Sum for RunBytes {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

// Bytes a number.

/// A copy, an activation, a scaling: one number in, one out.
pub const COPY: RunBytes = RunBytes::own(2);

/// The sum or the product of two numbers.
pub const JOIN: RunBytes = RunBytes::own(3);

/// An activation and the product with what it gates.
pub const GATED: RunBytes = COPY.plus(JOIN);

/// SiLU computed in 32 bits (`FP32SiLU`).
pub const WIDE_SILU: RunBytes = RunBytes::cast(2).plus(RunBytes::wide(2));

/// GELU as a formula (`NewGELUActivation`): four scalings, a power, a tanh, an addition of 1, a sum and a product.
pub const GELU_FORMULA: RunBytes = COPY.times(6).plus(JOIN.times(2));

/// GELU as a sigmoid (`QuickGELUActivation`).
pub const GELU_SIGMOID: RunBytes = COPY.times(2).plus(JOIN);

/// Rotary embedding by cosines and sines of 32 bits (`apply_rotary_emb`): half the numbers change sign, all are stacked, both are cast,
/// two products, a sum, a cast back.
const ROTARY_REAL: RunBytes = RunBytes::own(1 + 2).plus(RunBytes::cast(3)).plus(RunBytes::wide(2 + 2 + 3));

/// Rotary embedding on complex numbers: a cast, a product, a cast back.
const ROTARY_COMPLEX: RunBytes = RunBytes::cast(2).plus(RunBytes::wide(2));

/// Rotary embedding on complex numbers with angles of 64 bits (Lumina-Image 2.0), so that the product has 64 bits too.
const ROTARY_DOUBLE: RunBytes = RunBytes::cast(1).plus(RunBytes::wide(1 + 2 + 2)).plus(RunBytes::own(1));

/// Rotary embedding in the run's own numbers (transformers): half the numbers change sign, all are joined, two products, a sum.
const ROTARY_OWN: RunBytes = RunBytes::own(1 + 2 + 4 + 3);

/// Computation of the rotary embedding of queries and keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotary {
    /// They have none.
    None,
    /// Cosines and sines.
    Real,
    /// Complex numbers.
    Complex,
    /// Complex numbers of 64 bits each part.
    Double,
    /// Cosines and sines of the run's own width.
    Own,
}

impl Rotary {
    /// Returns the bytes for queries or keys of `rows` tokens, whose heads of `head_width` add up to `width`.
    pub const fn over(self, rows: u64, width: u64, head_width: u64) -> RunBytes {
        let (number, table) = match self {
            Self::None => return RunBytes::ZERO,
            Self::Real => (ROTARY_REAL, RunBytes::wide(2)),
            Self::Complex => (ROTARY_COMPLEX, RunBytes::wide(1)),
            Self::Double => (ROTARY_DOUBLE, RunBytes::wide(2)),
            Self::Own => (ROTARY_OWN, RunBytes::own(2)),
        };
        number.times(rows * width).plus(table.times(rows * head_width))
    }
}

/// RMS norms, which are no single kernel: each class has its own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RmsNorm {
    /// `diffusers.models.normalization.RMSNorm`, and that of T5: cast, square, mean, product with the root, cast back, product with the
    /// weights.
    Diffusers,
    /// `torch.nn.RMSNorm` where it is no kernel of its own (before torch 2.9), and that of Gemma: the cast back comes last.
    Torch,
    /// That of Qwen and Mistral in transformers: cast, square, mean, product with the root, cast back, product with the weights.
    Transformers,
}

impl RmsNorm {
    /// Over `rows` rows of `width` numbers, with weights.
    pub const fn over(self, rows: u64, width: u64) -> RunBytes {
        // Cast, square and mean.
        let moments = RunBytes::cast(1).plus(RunBytes::wide(2 + 1));
        let rest = match self {
            // The product is of the uncast number and of the root.
            Self::Diffusers => RunBytes::own(1).plus(RunBytes::wide(1)).plus(RunBytes::cast(1)).plus(COPY),
            Self::Torch => RunBytes::wide(2 + 2).plus(RunBytes::cast(1)),
            Self::Transformers => RunBytes::wide(2).plus(RunBytes::cast(1)).plus(COPY),
        };
        // The mean is written, gets its epsilon, is rooted and read again.
        let row = RunBytes::wide(1 + 2 + 2 + 1);
        moments.plus(rest).times(rows * width).plus(row.times(rows)).plus(RunBytes::own(width))
    }

    /// Over queries or keys of `rows` tokens: each head of `head_width` apart.
    pub const fn over_heads(self, rows: u64, width: u64, head_width: u64) -> RunBytes {
        self.over(rows * (width / head_width), head_width)
    }
}

/// Layer norm without weights: one kernel, which writes mean and deviation of each row in 32 bits too.
pub const fn layer_norm(rows: u64, width: u64) -> RunBytes {
    COPY.times(rows * width).plus(RunBytes::wide(2).times(rows))
}

/// Returns the bytes of a layer norm with weights and biases.
pub const fn affine_layer_norm(rows: u64, width: u64) -> RunBytes {
    layer_norm(rows, width).plus(RunBytes::own(2 * width))
}

/// Returns the bytes of a layer norm computed in 32 bits (`FP32LayerNorm`): rows, weights and biases are cast first.
pub const fn wide_layer_norm(rows: u64, width: u64) -> RunBytes {
    let number = RunBytes::cast(2).plus(RunBytes::wide(2));
    let weights = RunBytes::cast(2).plus(RunBytes::wide(2)).times(width);
    number.times(rows * width).plus(RunBytes::wide(2).times(rows)).plus(weights)
}

/// Scale and shift by vectors of a modulation: 1 + scale, a product, a sum.
pub const fn scale_and_shift(rows: u64, width: u64) -> RunBytes {
    COPY.times(2 * rows * width).plus(RunBytes::own(2 + 1 + 1).times(width))
}

/// A product with the gate of a modulation, then the sum with the residual stream.
pub const fn gate_and_add(rows: u64, width: u64) -> RunBytes {
    COPY.plus(JOIN).times(rows * width).plus(RunBytes::own(width))
}

/// Groups of channels of every group norm.
const GROUPS: u64 = 32;

/// Group norm with weights and biases: its moments first, which are kept, then the result. A group does not fit a cache, so it is read twice.
pub const fn group_norm(positions: u64, channels: u64) -> RunBytes {
    RunBytes::own(3 * positions * channels + 2 * channels + 2 * GROUPS)
}

/// A group norm and an activation.
pub const fn norm_and_activate(positions: u64, channels: u64) -> RunBytes {
    group_norm(positions, channels).plus(COPY.times(positions * channels))
}

/// A residual block from `inputs` to `outputs` channels: two norms, each activated; the sum with the shortcut, divided by a scale, mostly
/// 1; the time's vector is activated, and added to all positions.
pub const fn resnet(positions: u64, inputs: u64, outputs: u64, time_width: Option<u64>) -> RunBytes {
    let norms = norm_and_activate(positions, inputs).plus(norm_and_activate(positions, outputs));
    let sum = JOIN.plus(COPY).times(positions * outputs);
    let time = match time_width {
        Some(width) => COPY.times(positions * outputs + width).plus(RunBytes::own(outputs)),
        None => RunBytes::ZERO,
    };
    norms.plus(sum).plus(time)
}

/// Linear attention over `numbers` queries, as many keys and values: both are activated and all cast, values get a row of ones (filled,
/// then copied into), the result is divided by its last row and cast back. `own` tells whether queries and keys are activated
/// before they are cast.
pub const fn linear_attention_kernels(numbers: u64, head_width: u64, own: bool) -> RunBytes {
    let activated = if own { COPY.times(2) } else { RunBytes::wide(2 * 2) };
    let row = numbers / head_width;
    // Filled, read and copied; divided; cast back.
    let number = activated.plus(RunBytes::cast(3)).plus(RunBytes::wide(3 + 2)).plus(RunBytes::cast(1));
    // The row of ones, and the last row: its epsilon, and read as divisor.
    number.times(numbers).plus(RunBytes::wide(1 + 2 + 1).times(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_number(kernels: RunBytes) -> [u64; 2] {
        [kernels.at_16_bit, kernels.at_32_bit]
    }

    #[test]
    fn a_norm_of_sixteen_bit_numbers_moves_more_than_one_of_thirty_two() {
        let norm = |kind: RmsNorm| {
            per_number(RmsNorm::over(kind, 1_000_000, 1_000_000)).map(|bytes| bytes / 1_000_000_000_000)
        };
        assert_eq!(norm(RmsNorm::Diffusers), [34, 28]);
        assert_eq!(norm(RmsNorm::Torch), [40, 28]);
        assert_eq!(norm(RmsNorm::Transformers), [36, 28]);
    }

    #[test]
    fn rotary_embeddings_move_what_their_kernels_read_and_write() {
        assert_eq!(per_number(ROTARY_REAL), [52, 40]);
        assert_eq!(per_number(ROTARY_COMPLEX), [20, 8]);
        assert_eq!(per_number(ROTARY_DOUBLE), [28, 24]);
        assert_eq!(per_number(ROTARY_OWN), [20, 40]);
    }
}

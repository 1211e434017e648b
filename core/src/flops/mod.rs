//! Floating-point operations, counted from shapes.
//!
//! One multiply–add is two operations. Counted are linear layers, convolutions and the two products of
//! attention (queries with keys, weights with values). Not counted are biases, norms, activations, softmax,
//! position encodings and resizing; together they stay below 1 % of a denoiser pass of the four models for which that was
//! estimated (`docs/models.md`). What these kernels read and write costs time all the same: [`elementwise`] counts it.
//!
//! [`atom`] counts one layer, [`block`] composes layers into the blocks that the models are made of, and
//! [`crate::model`] composes blocks into models. [`polynomial`] tells the formula of a count.

pub mod atom;
pub mod block;
pub mod elementwise;
pub mod polynomial;
mod work;

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

pub use elementwise::RunBytes;
pub use work::Work;

/// Operations (a count, not a rate) by the kind of layer that performs them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Flops {
    /// The two products of attention; projections are in `linear`.
    pub attention: u64,
    /// Linear layers.
    pub linear: u64,
    /// Convolutions.
    pub conv: u64,
}

impl Flops {
    /// No operation.
    pub const ZERO: Self = Self { attention: 0, linear: 0, conv: 0 };

    /// All operations.
    pub const fn total(self) -> u64 {
        self.attention + self.linear + self.conv
    }

    /// All operations under an attention convention, in GFLOP.
    pub fn gflops(self, attention: AttentionCount) -> f64 {
        // Each kind is exact below 2^53 operations, which is beyond every pass over an image; of long clips it is the nearest number.
        let rest = (self.linear + self.conv) as f64;
        (rest + attention.weight() * self.attention as f64) / OPERATIONS_PER_GFLOP
    }
}

/// Operations in one GFLOP.
pub const OPERATIONS_PER_GFLOP: f64 = 1e9;

/// Counting of the products of attention in a sum of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttentionCount {
    /// All of them: `4·n²·d` a layer, what dense attention executes.
    Full,
    /// Half of them: `2·n²·d` a layer, the convention for causal attention of Kaplan et al. 2020
    /// (arXiv:2001.08361, section 2.1), with which the published coefficients of arXiv:2511.17031 agree best.
    Kaplan,
}

impl AttentionCount {
    /// The share of the executed attention products that is counted.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Full => 1.0,
            Self::Kaplan => 0.5,
        }
    }
}

impl Add for Flops {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            attention: self.attention + other.attention,
            linear: self.linear + other.linear,
            conv: self.conv + other.conv,
        }
    }
}

impl AddAssign for Flops {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Operations of a layer repeated so many times.
impl Mul<u64> for Flops {
    type Output = Self;
    fn mul(self, times: u64) -> Self {
        Self { attention: self.attention * times, linear: self.linear * times, conv: self.conv * times }
    }
}

impl Sum for Flops {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

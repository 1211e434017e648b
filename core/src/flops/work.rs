//! Work of a network on a GPU: operations, and the bytes that move besides.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

use super::{Flops, RunBytes};

/// Operations with what goes along with them, all counts of one image.
///
/// Elements are numbers of whatever precision runs. What reading the weights costs is not in here: they are read once a forward
/// call, whatever the number of images in it, and are a component's parameters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Work {
    /// Floating-point operations by kind of layer.
    pub flops: Flops,
    /// Linear layers, convolutions and attentions that are run: each is at least one launch on the GPU.
    pub layers: u64,
    /// Elements that linear layers read and write, and queries, keys, values and results of attention.
    pub linear_elements: u64,
    /// Elements that convolutions read and write, counted at their output positions.
    pub conv_elements: u64,
    /// Attention scores: one exponential each.
    pub scores: u64,
    /// Weights that the layers hold, each layer its own. All of them for a denoiser, whose biases, norms and tables are added as
    /// [`super::atom::vectors`]; without those, and without embeddings, for text encoders and decoders. Of a network run once: a second pass
    /// reads the same weights again.
    pub weights: u64,
    /// Bytes that element-wise kernels read and write outside blocks of convolutions: norms, activations, rotary embeddings, gates,
    /// residuals, casts, copies.
    pub elementwise: RunBytes,
    /// Element-wise bytes within blocks of convolutions: residual blocks, resizing and joining of U-Nets and decoders, gated convolutions.
    pub conv_elementwise: RunBytes,
}

impl Work {
    /// No work.
    pub const ZERO: Self = Self {
        flops: Flops::ZERO,
        layers: 0,
        linear_elements: 0,
        conv_elements: 0,
        scores: 0,
        weights: 0,
        elementwise: RunBytes::ZERO,
        conv_elementwise: RunBytes::ZERO,
    };
}

impl Work {
    /// Returns the bytes that element-wise kernels move where each runs by itself.
    pub fn eager_elementwise(&self) -> RunBytes {
        self.elementwise + self.conv_elementwise
    }

    /// Returns the bytes that element-wise kernels move in a compiled graph: what runs between two products is one kernel, which reads what
    /// the first wrote and writes what the second reads. Between convolutions it does so twice, because a group norm reads its moments
    /// first and the sum of a residual block reads the shortcut too. Never more than one by one. See docs/elementwise.md.
    pub fn fused_elementwise(&self) -> RunBytes {
        let (linear, conv) = (RunBytes::own(self.linear_elements), RunBytes::own(2 * self.conv_elements));
        self.elementwise.at_most(linear) + self.conv_elementwise.at_most(conv)
    }
}

impl Add for Work {
    type Output = Self;
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn add(self, other: Self) -> Self {
        Self {
            flops: self.flops + other.flops,
            layers: self.layers + other.layers,
            linear_elements: self.linear_elements + other.linear_elements,
            conv_elements: self.conv_elements + other.conv_elements,
            scores: self.scores + other.scores,
            weights: self.weights + other.weights,
            elementwise: self.elementwise + other.elementwise,
            conv_elementwise: self.conv_elementwise + other.conv_elementwise,
        }
    }
}

impl AddAssign for Work {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Work of layers repeated so many times.
impl Mul<u64> for Work {
    type Output = Self;
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn mul(self, times: u64) -> Self {
        Self {
            flops: self.flops * times,
            layers: self.layers * times,
            linear_elements: self.linear_elements * times,
            conv_elements: self.conv_elements * times,
            scores: self.scores * times,
            weights: self.weights * times,
            elementwise: self.elementwise * times,
            conv_elementwise: self.conv_elementwise * times,
        }
    }
}

impl Sum for Work {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

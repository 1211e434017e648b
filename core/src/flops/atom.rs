//! Work of one layer.
//!
//! In WebAssembly these and the arithmetic of [`Work`] stay functions: inlined into the models they took 1.8 kB (gzip).

use super::{Flops, RunBytes, Work};

/// A linear layer from `inputs` to `outputs` features, applied to `rows` rows: `2·rows·inputs·outputs` operations.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub const fn linear(rows: u64, inputs: u64, outputs: u64) -> Work {
    Work {
        flops: Flops { linear: 2 * rows * inputs * outputs, ..Flops::ZERO },
        layers: 1,
        linear_elements: rows * (inputs + outputs),
        weights: inputs * outputs,
        ..Work::ZERO
    }
}

/// A convolution with `taps` kernel positions (9 for 3 × 3), writing `positions` output positions:
/// `2·positions·taps·inputs·outputs` operations. Positions in the padding are multiplied too, as the engines do.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub const fn conv(positions: u64, taps: u64, inputs: u64, outputs: u64) -> Work {
    Work {
        flops: Flops { conv: 2 * positions * taps * inputs * outputs, ..Flops::ZERO },
        layers: 1,
        conv_elements: positions * (inputs + outputs),
        weights: taps * inputs * outputs,
        ..Work::ZERO
    }
}

/// The two products of dense attention over all heads, whose widths of `head_width` add up to `width`:
/// queries with keys and weights with values, `2·queries·keys·width` operations each.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub const fn attention(queries: u64, keys: u64, width: u64, head_width: u64) -> Work {
    Work {
        flops: Flops { attention: 4 * queries * keys * width, ..Flops::ZERO },
        layers: 1,
        linear_elements: 2 * (queries + keys) * width,
        scores: queries * keys * width / head_width,
        ..Work::ZERO
    }
}

/// Biases, norms and tables of so many weights: they are read and cost no operation that is counted.
pub const fn vectors(weights: u64) -> Work {
    Work { weights, ..Work::ZERO }
}

/// Kernels outside blocks of convolutions that read and write so many bytes.
pub const fn elementwise(bytes: RunBytes) -> Work {
    Work { elementwise: bytes, ..Work::ZERO }
}

/// Kernels within blocks of convolutions that read and write so many bytes.
pub const fn conv_elementwise(bytes: RunBytes) -> Work {
    Work { conv_elementwise: bytes, ..Work::ZERO }
}

/// A depthwise convolution: each channel with a kernel of its own, `2·positions·taps·channels` operations.
pub const fn depthwise(positions: u64, taps: u64, channels: u64) -> Work {
    Work { conv_elements: positions * 2 * channels, ..conv(positions, taps, 1, channels) }
}

/// The two products of linear attention, heads of `head_width`: values with keys, then with queries. A row of ones beside
/// the values gives the normalisation, so that each product is `2·positions·(head_width + 1)·width` operations. It has no
/// scores.
pub const fn linear_attention(positions: u64, width: u64, head_width: u64) -> Work {
    Work {
        flops: Flops { attention: 4 * positions * (head_width + 1) * width, ..Flops::ZERO },
        layers: 1,
        linear_elements: 4 * positions * width,
        ..Work::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multiply_add_is_two_operations() {
        assert_eq!(linear(1, 1, 1).flops.total(), 2);
        assert_eq!(conv(1, 1, 1, 1).flops.total(), 2);
        assert_eq!(attention(1, 1, 1, 1).flops.total(), 4);
    }

    #[test]
    fn a_one_tap_convolution_is_a_linear_layer_per_position() {
        let (conv, linear) = (conv(64, 1, 320, 640), linear(64, 320, 640));
        assert_eq!(conv.flops.conv, linear.flops.linear);
        assert_eq!(conv.conv_elements, linear.linear_elements);
    }

    #[test]
    fn narrower_heads_have_more_scores_and_the_same_operations() {
        let (wide, narrow) = (attention(64, 77, 640, 128), attention(64, 77, 640, 64));
        assert_eq!((wide.flops, 2 * wide.scores), (narrow.flops, narrow.scores));
    }
}

//! Operations of one layer.

use super::Flops;

/// A linear layer from `inputs` to `outputs` features, applied to `rows` rows: `2·rows·inputs·outputs`.
pub const fn linear(rows: u64, inputs: u64, outputs: u64) -> Flops {
    Flops { linear: 2 * rows * inputs * outputs, ..Flops::ZERO }
}

/// A convolution with `taps` kernel positions (9 for 3 × 3), writing `positions` output positions:
/// `2·positions·taps·inputs·outputs`. Positions in the padding are multiplied too, as the engines do.
pub const fn conv(positions: u64, taps: u64, inputs: u64, outputs: u64) -> Flops {
    Flops { conv: 2 * positions * taps * inputs * outputs, ..Flops::ZERO }
}

/// The two products of dense attention over all heads, whose widths add up to `width`:
/// queries with keys and weights with values, `2·queries·keys·width` each.
pub const fn attention(queries: u64, keys: u64, width: u64) -> Flops {
    Flops { attention: 4 * queries * keys * width, ..Flops::ZERO }
}

/// A depthwise convolution: each channel with a kernel of its own, `2·positions·taps·channels`.
pub const fn depthwise(positions: u64, taps: u64, channels: u64) -> Flops {
    conv(positions, taps, 1, channels)
}

/// The two products of linear attention, heads of `head_width`: values with keys, then with queries. A row of ones beside
/// the values gives the normalisation, so that each product is `2·positions·(head_width + 1)·width`.
pub const fn linear_attention(positions: u64, width: u64, head_width: u64) -> Flops {
    attention(positions, head_width + 1, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multiply_add_is_two_operations() {
        assert_eq!(linear(1, 1, 1).total(), 2);
        assert_eq!(conv(1, 1, 1, 1).total(), 2);
        assert_eq!(attention(1, 1, 1).total(), 4);
    }

    #[test]
    fn a_one_tap_convolution_is_a_linear_layer_per_position() {
        assert_eq!(conv(64, 1, 320, 640).conv, linear(64, 320, 640).linear);
    }
}

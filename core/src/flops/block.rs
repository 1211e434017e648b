//! Operations of the blocks that models repeat, composed of the layers in [`super::atom`].
//!
//! Names and shapes are those of the classes in diffusers 0.42.1 and transformers 5.23.0, from which the ground
//! truth in `tests/data/flops_ground_truth.csv` was counted.

use super::Flops;
use super::atom::{attention, conv, linear};

/// Kernel positions of a 3 × 3 convolution.
const TAPS_3X3: u64 = 9;

/// A two-layer perceptron applied to one row, as conditioning embeddings are: `inputs → width → width`.
pub fn embedding_mlp(inputs: u64, width: u64) -> Flops {
    linear(1, inputs, width) + linear(1, width, width)
}

/// An adaptive layer norm: one row of conditioning to `chunks` vectors of the block's width
/// (shift, scale and gate of each sub-layer).
pub const fn modulation(width: u64, chunks: u64) -> Flops {
    linear(1, width, chunks * width)
}

/// The two layers of a transformer's perceptron, `width → inner → width`.
pub fn feed_forward(rows: u64, width: u64, inner: u64) -> Flops {
    linear(rows, width, inner) + linear(rows, inner, width)
}

/// A gated perceptron (GLU): two projections up, one down.
pub fn gated_feed_forward(rows: u64, width: u64, inner: u64) -> Flops {
    feed_forward(rows, width, inner) + linear(rows, width, inner)
}

/// Shape of a plain transformer block, as in text encoders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transformer {
    /// Width of the residual stream.
    pub width: u64,
    /// Width of all query heads together.
    pub query_width: u64,
    /// Width of all key (and of all value) heads together; less than `query_width` with grouped queries.
    pub key_width: u64,
    /// Inner width of the perceptron.
    pub inner: u64,
    /// Whether the perceptron is gated.
    pub gated: bool,
}

impl Transformer {
    /// One block over `tokens` tokens. Causal masks save nothing here: dense kernels multiply what they mask.
    pub fn flops(&self, tokens: u64) -> Flops {
        let projections = linear(tokens, self.width, self.query_width)
            + linear(tokens, self.width, self.key_width) * 2
            + linear(tokens, self.query_width, self.width);
        let perceptron = if self.gated {
            gated_feed_forward(tokens, self.width, self.inner)
        } else {
            feed_forward(tokens, self.width, self.inner)
        };
        projections + attention(tokens, tokens, self.query_width) + perceptron
    }
}

/// What the text stream still does in a joint block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStream {
    /// Everything: it is read again by a later block.
    Continues,
    /// Only queries, keys and values (`context_pre_only` in the last block of Stable Diffusion 3).
    Ends,
}

/// An MMDiT joint (dual-stream) block: image and text tokens have weights of their own and attend together.
pub fn joint(image_tokens: u64, text_tokens: u64, width: u64, inner: u64, text: TextStream) -> Flops {
    let stream =
        |tokens| modulation(width, 6) + linear(tokens, width, width) * 4 + feed_forward(tokens, width, inner);
    let text_stream = match text {
        TextStream::Continues => stream(text_tokens),
        TextStream::Ends => modulation(width, 2) + linear(text_tokens, width, width) * 3,
    };
    let tokens = image_tokens + text_tokens;
    stream(image_tokens) + text_stream + attention(tokens, tokens, width)
}

/// An MMDiT single-stream block (Flux): image and text tokens share weights, and the perceptron runs beside
/// the attention, so that one projection closes both.
pub fn single(tokens: u64, width: u64, inner: u64) -> Flops {
    modulation(width, 3)
        + linear(tokens, width, width) * 3
        + linear(tokens, width, inner)
        + attention(tokens, tokens, width)
        + linear(tokens, width + inner, width)
}

/// How the U-Net's transformer enters and leaves the feature map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// Linear layers (Stable Diffusion 2).
    Linear,
    /// 1 × 1 convolutions (Stable Diffusion 1).
    Conv,
}

/// A cross-attention transformer block of a U-Net over `positions` positions: projection in, self-attention,
/// cross-attention to `text_tokens` of width `text_width`, gated perceptron of ratio 4, projection out.
pub fn cross_attention(
    positions: u64,
    width: u64,
    text_tokens: u64,
    text_width: u64,
    projection: Projection,
) -> Flops {
    let project = match projection {
        Projection::Linear => linear(positions, width, width),
        Projection::Conv => conv(positions, 1, width, width),
    };
    let to_itself = linear(positions, width, width) * 4 + attention(positions, positions, width);
    let to_text = linear(positions, width, width) * 2
        + linear(text_tokens, text_width, width) * 2
        + attention(positions, text_tokens, width);
    project * 2 + to_itself + to_text + gated_feed_forward(positions, width, 4 * width)
}

/// A residual block of two 3 × 3 convolutions; a 1 × 1 convolution on the shortcut where the width changes,
/// and a linear layer for the time embedding where there is one.
pub fn resnet(positions: u64, inputs: u64, outputs: u64, time_width: Option<u64>) -> Flops {
    let shortcut = if inputs == outputs { Flops::ZERO } else { conv(positions, 1, inputs, outputs) };
    let time = time_width.map_or(Flops::ZERO, |width| linear(1, width, outputs));
    conv3x3(positions, inputs, outputs) + conv3x3(positions, outputs, outputs) + shortcut + time
}

/// A 3 × 3 convolution writing `positions` positions; with them counted after resizing it is the whole of a
/// down- or up-sampling block.
pub const fn conv3x3(positions: u64, inputs: u64, outputs: u64) -> Flops {
    conv(positions, TAPS_3X3, inputs, outputs)
}

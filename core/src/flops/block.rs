//! Operations of the blocks that models repeat, composed of the layers in [`super::atom`].
//!
//! Names and shapes are those of the classes in diffusers 0.42.1 and transformers 5.23.0, from which the ground
//! truth in `tests/data/flops_ground_truth.csv` was counted.

use super::Work;
use super::atom::{attention, conv, depthwise, linear, linear_attention};

/// Kernel positions of a 3 × 3 convolution.
const TAPS_3X3: u64 = 9;

/// Kernel positions of a 5 × 5 convolution.
const TAPS_5X5: u64 = 25;

/// Sinusoidal features of the time step, and of the guidance scale where that is embedded.
pub const TIME_FEATURES: u64 = 256;

/// A two-layer MLP applied to one row, as conditioning embeddings are: `inputs → width → width`.
pub fn embedding_mlp(inputs: u64, width: u64) -> Work {
    linear(1, inputs, width) + linear(1, width, width)
}

/// Adaptive layer norms: `layers` layers, each from one row of conditioning, that together make `vectors` vectors of the same
/// width (shift, scale and gate of each sub-layer).
pub const fn modulation(width: u64, vectors: u64, layers: u64) -> Work {
    Work { layers, linear_elements: (layers + vectors) * width, ..linear(1, width, vectors * width) }
}

/// The MLP of a transformer, `width → inner → width`. A gated one (GLU) projects up twice.
pub fn mlp(rows: u64, width: u64, inner: u64, gated: bool) -> Work {
    up(rows, width, inner, gated) + linear(rows, inner, width)
}

fn up(rows: u64, width: u64, inner: u64, gated: bool) -> Work {
    linear(rows, width, inner) * if gated { 2 } else { 1 }
}

/// Self-attention with its four projections.
pub fn self_attention(tokens: u64, width: u64, head_width: u64) -> Work {
    linear(tokens, width, width) * 4 + attention(tokens, tokens, width, head_width)
}

/// Attention of image positions to text states of width `text_width`, with its four projections.
pub fn attention_to_text(
    positions: u64,
    width: u64,
    head_width: u64,
    text_tokens: u64,
    text_width: u64,
) -> Work {
    linear(positions, width, width) * 2
        + linear(text_tokens, text_width, width) * 2
        + attention(positions, text_tokens, width, head_width)
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
    /// Width of a head.
    pub head_width: u64,
    /// Inner width of the MLP.
    pub inner: u64,
    /// True if the MLP is gated.
    pub gated: bool,
}

impl Transformer {
    /// Returns the work of a block over `tokens` tokens. Causal masks save nothing here: dense kernels multiply what they mask.
    pub fn work(&self, tokens: u64) -> Work {
        let projections = linear(tokens, self.width, self.query_width)
            + linear(tokens, self.width, self.key_width) * 2
            + linear(tokens, self.query_width, self.width);
        projections
            + attention(tokens, tokens, self.query_width, self.head_width)
            + mlp(tokens, self.width, self.inner, self.gated)
    }
}

/// Work of the text stream in a joint block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStream {
    /// Everything: it is read again by a later block.
    Continues,
    /// Only queries, keys and values (`context_pre_only` in the last block of Stable Diffusion 3).
    Ends,
}

/// An MMDiT joint (dual-stream) block without its modulation: image and text tokens have weights of their own and attend
/// together.
pub fn joint(
    image_tokens: u64,
    text_tokens: u64,
    width: u64,
    head_width: u64,
    inner: u64,
    gated: bool,
    text: TextStream,
) -> Work {
    let stream = |tokens| linear(tokens, width, width) * 4 + mlp(tokens, width, inner, gated);
    let text_stream = match text {
        TextStream::Continues => stream(text_tokens),
        TextStream::Ends => linear(text_tokens, width, width) * 3,
    };
    let tokens = image_tokens + text_tokens;
    stream(image_tokens) + text_stream + attention(tokens, tokens, width, head_width)
}

/// An MMDiT single-stream block (Flux) without its modulation: image and text tokens share weights, and the MLP
/// runs beside the attention, so that one projection closes both.
pub fn single(tokens: u64, width: u64, head_width: u64, inner: u64, gated: bool) -> Work {
    linear(tokens, width, width) * 3
        + up(tokens, width, inner, gated)
        + attention(tokens, tokens, width, head_width)
        + linear(tokens, width + inner, width)
}

/// Heads of [`attention_pool`] (`HunyuanDiTAttentionPool`).
const POOL_HEADS: u64 = 8;

/// Pools states into one row of `outputs` features: the mean of the rows, put before them, attends to all.
pub fn attention_pool(rows: u64, width: u64, outputs: u64) -> Work {
    let keys = rows + 1;
    linear(1, width, width)
        + linear(keys, width, width) * 2
        + attention(1, keys, width, width / POOL_HEADS)
        + linear(1, width, outputs)
}

/// A gated MLP of convolutions (Sana): two projections up as one, a 3 × 3 depthwise convolution over both, one
/// projection down.
pub fn gated_conv(positions: u64, width: u64, inner: u64) -> Work {
    conv(positions, 1, width, 2 * inner)
        + depthwise(positions, TAPS_3X3, 2 * inner)
        + conv(positions, 1, inner, width)
}

/// A block of EfficientViT: attention over the queries, keys and values as they are and after a 5 × 5 convolution, heads of
/// `head_width`, then a gated MLP of convolutions of ratio 4. Attention is linear where there are more positions
/// than a head is wide, and dense where there are not.
pub fn efficient_vit(positions: u64, width: u64, head_width: u64) -> Work {
    let scales = 2;
    let projections = 3 * width;
    let attend = if positions > head_width {
        linear_attention(positions, scales * width, head_width)
    } else {
        attention(positions, positions, scales * width, head_width)
    };
    linear(positions, width, projections)
        + depthwise(positions, TAPS_5X5, projections)
        + conv(positions, 1, head_width, projections)
        + attend
        + linear(positions, scales * width, width)
        + gated_conv(positions, width, 4 * width)
}

/// Projections by which the U-Net's transformer enters and leaves the feature map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// Linear layers (Stable Diffusion 2 and XL).
    Linear,
    /// 1 × 1 convolutions (Stable Diffusion 1).
    Conv,
}

/// The transformer of a U-Net over `positions` positions: projection in; `layers` times self-attention, attention to
/// `text_tokens` of width `text_width` and gated MLP of ratio 4; projection out.
pub fn cross_attention(
    positions: u64,
    width: u64,
    head_width: u64,
    text_tokens: u64,
    text_width: u64,
    projection: Projection,
    layers: u64,
) -> Work {
    if layers == 0 {
        return Work::ZERO;
    }
    let project = match projection {
        Projection::Linear => linear(positions, width, width),
        Projection::Conv => conv(positions, 1, width, width),
    };
    let layer = self_attention(positions, width, head_width)
        + attention_to_text(positions, width, head_width, text_tokens, text_width)
        + mlp(positions, width, 4 * width, true);
    project * 2 + layer * layers
}

/// A residual block of two 3 × 3 convolutions; a 1 × 1 convolution on the shortcut where the width changes,
/// and a linear layer for the time embedding where there is one.
pub fn resnet(positions: u64, inputs: u64, outputs: u64, time_width: Option<u64>) -> Work {
    let shortcut = if inputs == outputs { Work::ZERO } else { conv(positions, 1, inputs, outputs) };
    let time = time_width.map_or(Work::ZERO, |width| linear(1, width, outputs));
    conv3x3(positions, inputs, outputs) + conv3x3(positions, outputs, outputs) + shortcut + time
}

/// A 3 × 3 convolution writing `positions` positions; with them counted after resizing it is the whole of a
/// down- or up-sampling block.
pub const fn conv3x3(positions: u64, inputs: u64, outputs: u64) -> Work {
    conv(positions, TAPS_3X3, inputs, outputs)
}

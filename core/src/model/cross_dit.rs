//! Denoisers of the cross-attention family (DiT): blocks over image tokens that attend to themselves and to the text.

use super::size::Pixels;
use crate::flops::atom::{conv, conv_elementwise, elementwise, linear, linear_attention, vectors};
use crate::flops::block::{
    TIME_FEATURES, attention_pool, attention_to_text, embedding_mlp, gated_conv, mlp, modulation,
    self_attention,
};
use crate::flops::elementwise::{
    COPY, GATED, JOIN, RmsNorm, Rotary, WIDE_SILU, affine_layer_norm, gate_and_add, layer_norm,
    linear_attention_kernels, scale_and_shift, wide_layer_norm,
};
use crate::flops::{RunBytes, Work};

/// Self-attention of the image tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelfAttention {
    /// Each to each.
    Dense,
    /// Through a sum over all, heads of this width (Sana).
    Linear {
        /// Width of a head.
        head_width: u64,
    },
}

/// The MLP of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mlp {
    /// Two linear layers.
    Plain,
    /// Convolutions with a gate (Sana).
    GatedConv,
}

/// Conditioning of a block on the time step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conditioning {
    /// A single layer makes six vectors, to which each block adds its own constants (adaLN-single).
    Single,
    /// Text pooled to this many features joins the time step; each block makes a shift, the last layer shift and scale
    /// (HunyuanDiT).
    PooledText {
        /// Features of the pooled text.
        pooled_width: u64,
    },
}

/// The MLP through which text states reach the blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextProjection {
    /// Tokens of another encoder, which reach the blocks as they are.
    pub but: u64,
    /// Width of the states that come in.
    pub inputs: u64,
    /// Inner width.
    pub inner: u64,
    /// Width of the states that the blocks attend to.
    pub outputs: u64,
}

/// The architecture of a diffusion transformer with cross-attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrossDit {
    /// Width of the residual stream.
    pub width: u64,
    /// Width of a head of dense attention.
    pub head_width: u64,
    /// Blocks.
    pub blocks: u64,
    /// Number of last blocks that begin by joining the output of an early one.
    pub skips: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Channels that come out: twice as many where the variance is predicted too.
    pub output_channels: u64,
    /// Latent positions along one side of a patch.
    pub patch: u64,
    /// Self-attention of the image tokens.
    pub self_attention: SelfAttention,
    /// The kind of MLP.
    pub mlp: Mlp,
    /// Inner width of the MLP.
    pub inner: u64,
    /// Projection of the text states before they reach the blocks.
    pub text: TextProjection,
    /// Conditioning of the blocks on the time step.
    pub conditioning: Conditioning,
    /// Side in latent positions of the square for which positions are kept as a table; those of other sizes are computed in each pass.
    /// `None` where no position is added.
    pub position_table: Option<u64>,
    /// True if queries and keys of both attentions pass a norm over all heads (Sana 1.5).
    pub query_norms: bool,
    /// True if the guidance scale is an input, embedded as the time step is.
    pub guidance_input: bool,
}

impl CrossDit {
    /// Image tokens at `size`, where one latent position covers `latent_scale` pixels.
    pub const fn image_tokens(&self, size: Pixels, latent_scale: u64) -> u64 {
        size.squares(latent_scale * self.patch)
    }

    /// Returns the work of a denoiser pass over one image and its prompt.
    pub fn pass(&self, size: Pixels, latent_scale: u64, text_tokens: u64) -> Work {
        let image_tokens = self.image_tokens(size, latent_scale);
        let Self { width, inner, text, .. } = *self;
        let patch_area = self.patch * self.patch;
        let projected = text_tokens.saturating_sub(text.but);

        let embed = conv(image_tokens, patch_area, self.latent_channels, width)
            + linear(projected, text.inputs, text.inner)
            + linear(projected, text.inner, text.outputs)
            + embedding_mlp(TIME_FEATURES, width) * (1 + u64::from(self.guidance_input));
        let within_image = match self.self_attention {
            SelfAttention::Dense => self_attention(image_tokens, width, self.head_width),
            SelfAttention::Linear { head_width } => {
                linear(image_tokens, width, width) * 4 + linear_attention(image_tokens, width, head_width)
            }
        };
        let mlp = match self.mlp {
            Mlp::Plain => mlp(image_tokens, width, inner, false),
            Mlp::GatedConv => gated_conv(image_tokens, width, inner),
        };
        let block = within_image
            + attention_to_text(image_tokens, width, self.head_width, text_tokens, text.outputs)
            + mlp;
        let conditioning = match self.conditioning {
            Conditioning::Single => modulation(width, 6, 1),
            Conditioning::PooledText { pooled_width } => {
                attention_pool(projected, text.inputs, pooled_width)
                    + linear(1, pooled_width, 4 * width)
                    + linear(1, 4 * width, width)
                    + modulation(width, self.blocks + 2, self.blocks + 1)
            }
        };
        embed
            + conditioning
            + block * self.blocks
            + linear(image_tokens, 2 * width, width) * self.skips
            + linear(image_tokens, width, patch_area * self.output_channels)
            + vectors(self.vectors(text_tokens))
            + elementwise(self.elementwise(image_tokens, text_tokens) + self.positions(size, latent_scale))
            + match self.mlp {
                Mlp::Plain => Work::ZERO,
                // Up to gate and value, both activated; the gate once more, and the product.
                Mlp::GatedConv => conv_elementwise((COPY * 2 + GATED) * (image_tokens * inner) * self.blocks),
            }
    }

    /// Returns the bytes that element-wise kernels of a pass read and write, except for positions and convolutions.
    fn elementwise(&self, image: u64, text_tokens: u64) -> RunBytes {
        let Self { width, inner, text, head_width, .. } = *self;
        let numbers = image * width;
        let projected = text_tokens.saturating_sub(text.but);
        let modulated = |rows| layer_norm(rows, width) + scale_and_shift(rows, width);
        let within_image = match self.self_attention {
            // Divided by a scale, mostly 1.
            SelfAttention::Dense => COPY * numbers,
            // A bias is added to the result.
            SelfAttention::Linear { head_width } => {
                linear_attention_kernels(numbers, head_width, true) + COPY * numbers
            }
        };
        let across = COPY * numbers;
        let mlp = match self.mlp {
            Mlp::Plain => COPY * (image * inner),
            Mlp::GatedConv => RunBytes::ZERO,
        };
        let query_norms = if self.query_norms {
            // Queries of both attentions and keys of the image; keys of the text.
            RmsNorm::Diffusers.over(image, width) * 3 + RmsNorm::Diffusers.over(text_tokens, width)
        } else {
            RunBytes::ZERO
        };
        let attend = within_image + across + mlp + query_norms;
        let (block, once) = match self.conditioning {
            Conditioning::Single => {
                let text_norm = match self.self_attention {
                    SelfAttention::Dense => RunBytes::ZERO,
                    SelfAttention::Linear { .. } => RmsNorm::Diffusers.over(text_tokens, text.outputs),
                };
                // The sum with the residual stream after attention to the text has no gate; constants are added to six vectors.
                let block =
                    (modulated(image) + gate_and_add(image, width)) * 2 + JOIN * (numbers + 6 * width);
                (block, COPY * (projected * text.inner) + text_norm)
            }
            Conditioning::PooledText { .. } => {
                let query_norm = affine_layer_norm(image * width / head_width, head_width);
                let text_norm = affine_layer_norm(text_tokens * width / head_width, head_width);
                let norms = wide_layer_norm(image, width) * 3 + query_norm * 3 + text_norm;
                // Queries twice, keys once.
                let rotary = Rotary::Real.over(image, width, head_width) * 3;
                let block = norms + rotary + COPY * numbers + JOIN * (3 * numbers);
                let skip = COPY * (2 * numbers) + wide_layer_norm(image, 2 * width);
                let pooled = (COPY * 2 + JOIN) * (projected * text.inputs);
                let projection = WIDE_SILU * (projected * text.inner);
                let padding = COPY * (2 * text_tokens * text.outputs);
                return (block + attend) * self.blocks
                    + skip * self.skips
                    + pooled
                    + projection
                    + padding
                    + modulated(image);
            }
        };
        (block + attend) * self.blocks + once + modulated(image)
    }

    /// Positions that are added to image tokens: a table, or sines and cosines of 64 bits.
    const fn positions(&self, size: Pixels, latent_scale: u64) -> RunBytes {
        let Some(side) = self.position_table else { return RunBytes::ZERO };
        let numbers = self.image_tokens(size, latent_scale) * self.width;
        let kept = size.width as u64 == side * latent_scale && size.height as u64 == side * latent_scale;
        // Angles, sines, cosines, joined, joined again, cast, for each number.
        let computed = RunBytes::wide(1 + 2 + 2 + 4 + 4 + 3);
        // They have 32 bits, and the sum is cast back.
        let added = RunBytes::own(1).plus(RunBytes::wide(2)).plus(RunBytes::cast(1));
        (if kept { JOIN } else { computed.plus(added) }).times(numbers)
    }

    /// Biases, norms and learned tables. Those over text positions are as long as the text, which such a model takes at one length only.
    fn vectors(&self, text_tokens: u64) -> u64 {
        let Self { width, inner, text, .. } = *self;
        // Attention to the text has a bias in each of its four projections.
        let within_image = match self.self_attention {
            SelfAttention::Dense => 4 * width,
            // The last projection alone.
            SelfAttention::Linear { .. } => width,
        };
        let mlp = match self.mlp {
            Mlp::Plain => inner + width,
            // The projection up and the depthwise convolution, gate included.
            Mlp::GatedConv => 4 * inner,
        };
        let text_norm = match self.self_attention {
            SelfAttention::Dense => 0,
            SelfAttention::Linear { .. } => text.outputs,
        };
        let (in_block, once) = match self.conditioning {
            // Constants of a block and of the last layer, and the biases of what both are added to.
            Conditioning::Single => (6 * width, (6 + 2) * width),
            Conditioning::PooledText { pooled_width } => {
                // Norms have a shift too: three of the block, and those of queries and keys.
                let block = width + 3 * 2 * width + 2 * 2 * 2 * self.head_width;
                let projected = text_tokens.saturating_sub(text.but);
                let pool = (projected + 1) * text.inputs + 3 * text.inputs + pooled_width;
                let padding = text_tokens * text.outputs;
                (block, pool + padding + 4 * width + width + 2 * width)
            }
        };
        let embed =
            width + text.inner + text.outputs + text_norm + 2 * width * (1 + u64::from(self.guidance_input));
        let joined = 2 * 2 * width + width;
        let query_norms = if self.query_norms { 4 * width } else { 0 };
        let block = within_image + 4 * width + mlp + in_block + query_norms;
        embed
            + once
            + block * self.blocks
            + joined * self.skips
            + self.patch * self.patch * self.output_channels
    }
}

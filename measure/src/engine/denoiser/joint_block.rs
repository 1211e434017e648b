//! The joint (dual-stream) block of Flux, Stable Diffusion 3 and Qwen-Image: one network under three sets of names.

use candle_core::{Result, Tensor};
use wattpix_core::flops::block::TextStream;

use super::conditioning::Modulation;
use crate::engine::layer::attention::{join_heads, split_heads};
use crate::engine::layer::rope::{Pairs, Rotation};
use crate::engine::layer::{LayerNorm, Linear, RmsNorm, attend};
use crate::engine::weights::Weights;

/// Epsilon of every norm in these models (diffusers' classes set it).
pub const EPSILON: f32 = 1e-6;

/// Names of a block's parts that differ between models.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// Modulation of the image stream.
    pub image_modulation: &'static str,
    /// Modulation of the text stream.
    pub text_modulation: &'static str,
    /// MLP of the image stream.
    pub image_mlp: &'static str,
    /// MLP of the text stream.
    pub text_mlp: &'static str,
}

/// The names in Flux and Stable Diffusion 3.
pub const NAMES: Names = Names {
    image_modulation: "norm1.linear",
    text_modulation: "norm1_context.linear",
    image_mlp: "ff",
    text_mlp: "ff_context",
};

/// The names in Qwen-Image.
pub const QWEN_NAMES: Names = Names {
    image_modulation: "img_mod.1",
    text_modulation: "txt_mod.1",
    image_mlp: "img_mlp",
    text_mlp: "txt_mlp",
};

/// Queries, keys and values of one stream.
#[derive(Debug)]
struct Projections {
    query: Linear,
    key: Linear,
    value: Linear,
    query_norm: RmsNorm,
    key_norm: RmsNorm,
}

impl Projections {
    fn load(weights: &Weights, names: [&str; 5], width: usize, head_width: usize) -> Result<Self> {
        let [query, key, value, query_norm, key_norm] = names;
        let linear = |name| Linear::load(&weights.at(name), width, width);
        let norm = |name| RmsNorm::load(&weights.at(name), head_width, EPSILON);
        Ok(Self {
            query: linear(query)?,
            key: linear(key)?,
            value: linear(value)?,
            query_norm: norm(query_norm)?,
            key_norm: norm(key_norm)?,
        })
    }

    fn forward(&self, states: &Tensor, heads: usize) -> Result<[Tensor; 3]> {
        let split = |linear: &Linear| split_heads(&linear.forward(states)?, heads);
        let query = self.query_norm.forward(&split(&self.query)?)?;
        let key = self.key_norm.forward(&split(&self.key)?)?;
        Ok([query, key, split(&self.value)?])
    }
}

/// Self-attention of a single stream of tokens with normalised queries and keys: projections without an output.
#[derive(Debug)]
pub struct StreamAttention {
    projections: Projections,
    heads: usize,
    scale: f64,
}

impl StreamAttention {
    /// Reads `to_q`, `to_k`, `to_v`, `norm_q`, `norm_k`.
    pub fn load(weights: &Weights, width: usize, head_width: usize) -> Result<Self> {
        Ok(Self {
            projections: Projections::load(weights, IMAGE_PROJECTIONS, width, head_width)?,
            heads: width / head_width,
            scale: (head_width as f64).sqrt().recip(),
        })
    }

    /// Attends over all of `states`.
    pub fn forward(
        &self,
        states: &Tensor,
        rotation: Option<&Rotation>,
        mask: Option<&Tensor>,
    ) -> Result<Tensor> {
        let [query, key, value] = self.projections.forward(states, self.heads)?;
        attend_turned(query, key, &value, rotation, mask, self.scale)
    }
}

const IMAGE_PROJECTIONS: [&str; 5] = ["to_q", "to_k", "to_v", "norm_q", "norm_k"];
const TEXT_PROJECTIONS: [&str; 5] =
    ["add_q_proj", "add_k_proj", "add_v_proj", "norm_added_q", "norm_added_k"];

fn attend_turned(
    query: Tensor,
    key: Tensor,
    value: &Tensor,
    rotation: Option<&Rotation>,
    mask: Option<&Tensor>,
    scale: f64,
) -> Result<Tensor> {
    let (query, key) = match rotation {
        Some(rotation) => {
            (rotation.apply(&query, Pairs::Neighbours)?, rotation.apply(&key, Pairs::Neighbours)?)
        }
        None => (query, key),
    };
    join_heads(&attend(&query, &key, value, mask, scale)?)
}

/// An MLP with tanh-approximated GELU.
#[derive(Debug)]
struct FeedForward {
    up: Linear,
    down: Linear,
}

impl FeedForward {
    fn load(weights: &Weights, width: usize, inner: usize) -> Result<Self> {
        Ok(Self {
            up: Linear::load(&weights.at("net.0.proj"), width, inner)?,
            down: Linear::load(&weights.at("net.2"), inner, width)?,
        })
    }

    fn forward(&self, states: &Tensor) -> Result<Tensor> {
        self.down.forward(&self.up.forward(states)?.gelu()?)
    }
}

/// Layers of the text stream after attention, where it goes on.
#[derive(Debug)]
struct TextAfter {
    out: Linear,
    mlp: FeedForward,
}

/// A joint block.
#[derive(Debug)]
pub struct JointBlock {
    norm: LayerNorm,
    image_modulation: Modulation,
    text_modulation: Modulation,
    image: Projections,
    text: Projections,
    image_out: Linear,
    image_mlp: FeedForward,
    text_after: Option<TextAfter>,
    heads: usize,
    scale: f64,
}

impl JointBlock {
    /// Reads a block of `width` with MLPs of `inner`.
    pub fn load(
        weights: &Weights,
        names: &Names,
        width: usize,
        inner: usize,
        head_width: usize,
        text: TextStream,
    ) -> Result<Self> {
        let attention = weights.at("attn");
        let text_after = match text {
            TextStream::Continues => Some(TextAfter {
                out: Linear::load(&attention.at("to_add_out"), width, width)?,
                mlp: FeedForward::load(&weights.at(names.text_mlp), width, inner)?,
            }),
            TextStream::Ends => None,
        };
        let text_chunks = if text_after.is_some() { 6 } else { 2 };
        Ok(Self {
            norm: LayerNorm::plain(weights, width, EPSILON)?,
            image_modulation: Modulation::load(&weights.at(names.image_modulation), width, 6)?,
            text_modulation: Modulation::load(&weights.at(names.text_modulation), width, text_chunks)?,
            image: Projections::load(&attention, IMAGE_PROJECTIONS, width, head_width)?,
            text: Projections::load(&attention, TEXT_PROJECTIONS, width, head_width)?,
            image_out: Linear::load(&attention.at("to_out.0"), width, width)?,
            image_mlp: FeedForward::load(&weights.at(names.image_mlp), width, inner)?,
            text_after,
            heads: width / head_width,
            scale: (head_width as f64).sqrt().recip(),
        })
    }

    /// Text and image states after the block. Where the text stream ends, its states come back as they were.
    pub fn forward(
        &self,
        text: &Tensor,
        image: &Tensor,
        condition: &Tensor,
        rotation: Option<&Rotation>,
        mask: Option<&Tensor>,
    ) -> Result<(Tensor, Tensor)> {
        let image_mod = self.image_modulation.forward(condition)?;
        let text_mod = self.text_modulation.forward(condition)?;
        let modulated_image = image_mod.apply(&self.norm.forward(image)?, 0, 1)?;
        // Where the text stream ends its modulation is a scale before a shift, elsewhere a shift before a scale.
        let (text_shift, text_scale) = if self.text_after.is_some() { (0, 1) } else { (1, 0) };
        let modulated_text = text_mod.apply(&self.norm.forward(text)?, text_shift, text_scale)?;

        let [text_query, text_key, text_value] = self.text.forward(&modulated_text, self.heads)?;
        let [query, key, value] = self.image.forward(&modulated_image, self.heads)?;
        let query = Tensor::cat(&[text_query, query], 1)?;
        let key = Tensor::cat(&[text_key, key], 1)?;
        let value = Tensor::cat(&[text_value, value], 1)?;
        let attended = attend_turned(query, key, &value, rotation, mask, self.scale)?;
        let text_tokens = text.dim(1)?;
        let attended_text = attended.narrow(1, 0, text_tokens)?;
        let attended_image = attended.narrow(1, text_tokens, image.dim(1)?)?;

        let image = image_mod.gated(image, &self.image_out.forward(&attended_image.contiguous()?)?, 2)?;
        let inner = image_mod.apply(&self.norm.forward(&image)?, 3, 4)?;
        let image = image_mod.gated(&image, &self.image_mlp.forward(&inner)?, 5)?;

        let Some(after) = &self.text_after else { return Ok((text.clone(), image)) };
        let text = text_mod.gated(text, &after.out.forward(&attended_text.contiguous()?)?, 2)?;
        let inner = text_mod.apply(&self.norm.forward(&text)?, 3, 4)?;
        let text = text_mod.gated(&text, &after.mlp.forward(&inner)?, 5)?;
        Ok((text, image))
    }
}

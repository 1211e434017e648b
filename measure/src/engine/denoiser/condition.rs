//! Inputs of a denoiser besides the latent, and observation of its work.

use candle_core::Tensor;

/// Inputs of a denoiser besides the latent.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Text states (batch, tokens, width).
    pub text: Tensor,
    /// Mask of text tokens: 0 for a token, -∞ for padding (batch, 1, 1, tokens); `None` without padding.
    pub text_mask: Option<Tensor>,
    /// Pooled text states (batch, width), where the model has them.
    pub pooled: Option<Tensor>,
    /// The guidance scale, where the model takes it as an input.
    pub embedded_guidance: Option<f64>,
}

/// Sees the output of every block: text states, where the block changes them, and image states or feature map.
pub type Observe<'a> = dyn FnMut(&str, usize, Option<&Tensor>, &Tensor) + 'a;

/// Observes nothing.
pub fn unobserved(_: &str, _: usize, _: Option<&Tensor>, _: &Tensor) {}

//! Observation of a decoder at work.

use candle_core::Tensor;

/// Colour channels of an image.
pub(super) const RGB: usize = 3;

/// Sees the feature map after the middle (`middle`) and each resolution (`up`, from the coarsest).
pub type Observe<'a> = dyn FnMut(&str, usize, &Tensor) + 'a;

/// Observes nothing.
pub fn unobserved(_: &str, _: usize, _: &Tensor) {}

//! The layers that models are made of. Whatever multiplies tells [`super::tally`] how much.

pub mod attention;
pub mod conv;
pub mod embedding;
pub mod fused;
pub mod linear;
pub mod norm;
pub mod resnet;
pub mod rope;

pub use attention::attend;
pub use conv::Conv2d;
pub use linear::Linear;
pub use norm::{GroupNorm, LayerNorm, RmsNorm};

/// No tensor may reach 2^32 elements: candle's CUDA kernels count elements in 32 bits. This ceiling stays well below,
/// and keeps scratch tensors at 2 GiB in 16-bit precisions.
pub const MAX_ELEMENTS: usize = 1 << 30;

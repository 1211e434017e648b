//! The models, run on candle: text encoders, denoisers, decoders and their schedulers.
//!
//! Architectures are the values of [`wattpix_core::model`]; what those leave out (head widths, epsilons, group
//! counts) is in [`detail`]. Tensors keep the names of diffusers' and transformers' checkpoints.
//!
//! - [`layer`] — the layers that multiply. Every multiply–add passes here and is counted by [`tally`].
//! - [`weights`] — where tensors come from: a folder, random numbers, or only their shapes.
//! - `cuda` — what candle does not do on NVIDIA GPUs.
//! - [`text`], [`denoiser`], [`decoder`], [`scheduler`] — the parts of a pipeline.

mod cache;
pub mod check;
#[cfg(feature = "cuda")]
pub mod cuda;
pub mod decoder;
pub mod denoiser;
pub mod detail;
pub mod device;
pub mod elements;
pub mod error;
mod hash;
pub mod image;
pub mod layer;
pub mod memory;
mod memory_need;
pub mod pipeline;
pub mod prompt;
pub mod rates;
pub mod scheduler;
pub mod tally;
pub mod text;
pub mod tiny;
pub mod weights;

//! Models of video: denoisers over the frames of a clip, and decoders from its latent.
//!
//! To add a model, write its file beside [`wan`] and one line in `VIDEO` of `model/catalogue.rs`.

pub mod cogvideox;
mod cogvideox_decoder;
mod cogvideox_dit;
pub mod hunyuan_video;
mod hunyuan_video_decoder;
mod hunyuan_video_dit;
pub mod ltx_video;
mod ltx_video_decoder;
mod ltx_video_dit;
pub mod mochi;
mod mochi_decoder;
mod mochi_dit;
mod norm;
mod parts;
pub mod wan;
mod wan_decoder;
mod wan_dit;

pub use cogvideox_decoder::CogVideoXDecoder;
pub use cogvideox_dit::CogVideoXDit;
pub use hunyuan_video_decoder::HunyuanVideoDecoder;
pub use hunyuan_video_dit::HunyuanVideoDit;
pub use ltx_video_decoder::LtxVideoDecoder;
pub use ltx_video_dit::LtxVideoDit;
pub use mochi_decoder::{MochiDecoder, MochiLevel};
pub use mochi_dit::MochiDit;
pub use wan_decoder::WanDecoder;
pub use wan_dit::WanDit;

/// The longest side in pixels: no model of the catalogue is published for more than 1360.
const MOST_SIDE: u32 = 2048;

/// The most frames: twice those of the longest published clip, 163.
const MOST_FRAMES: u32 = 325;

//! Models of video: denoisers over the frames of a clip, and decoders from its latent.
//!
//! To add a model, write its file beside [`wan`] and one line in `VIDEO` of `model/catalogue.rs`.

pub mod cogvideox;
mod cogvideox_decoder;
mod cogvideox_dit;
mod grid;
pub mod hunyuan_video;
mod hunyuan_video_decoder;
mod hunyuan_video_dit;
pub mod ltx_video;
mod ltx_video_decoder;
mod ltx_video_dit;
pub mod mochi;
mod mochi_decoder;
mod mochi_dit;
mod network;
mod norm;
mod parts;
pub mod wan;
mod wan_decoder;
mod wan_dit;

use super::clip::{Clip, Frames};

use crate::flops::Work;
pub use cogvideox_decoder::CogVideoXDecoder;
pub use cogvideox_dit::CogVideoXDit;
pub use grid::Grid;
pub use hunyuan_video_decoder::HunyuanVideoDecoder;
pub use hunyuan_video_dit::HunyuanVideoDit;
pub use ltx_video_decoder::LtxVideoDecoder;
pub use ltx_video_dit::LtxVideoDit;
pub use mochi_decoder::{MochiDecoder, MochiLevel};
pub use mochi_dit::MochiDit;
pub use network::{VideoDecoder, VideoNetwork};
pub use wan_decoder::WanDecoder;
pub use wan_dit::WanDit;

/// The longest side in pixels: no model of the catalogue is published for more than 1360.
const MOST_SIDE: u32 = 2048;

/// The most frames: twice those of the longest published clip, 163.
const MOST_FRAMES: u32 = 325;

/// A diffusion transformer over the frames of a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VideoDit {
    /// Frames that it makes.
    pub frames: Frames,
    /// Networks that the pipeline holds, of which a pass runs one.
    pub experts: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Latent positions along one side of a patch.
    pub patch: u64,
    /// Frames of the latent in a patch.
    pub patch_frames: u64,
    /// The network.
    pub network: &'static dyn VideoNetwork,
}

impl VideoDit {
    const fn grid(&self, clip: Clip, latent_scale: u64) -> Grid {
        let frames = self.frames.latent(clip.frames).next_multiple_of(self.patch_frames);
        let rows = clip.size.height as u64 / latent_scale;
        let columns = clip.size.width as u64 / latent_scale;
        let tokens = frames / self.patch_frames * (rows / self.patch) * (columns / self.patch);
        let patch_numbers = self.latent_channels * self.patch_frames * self.patch * self.patch;
        Grid { frames, rows, columns, tokens, patch_numbers }
    }

    /// Tokens that a clip becomes, where one latent position covers `latent_scale` pixels.
    pub const fn tokens(&self, clip: Clip, latent_scale: u64) -> u64 {
        self.grid(clip, latent_scale).tokens
    }

    /// Returns the work of a pass over one clip and its prompt.
    pub fn pass(&self, clip: Clip, latent_scale: u64, text_tokens: u64) -> Work {
        self.network.pass(&self.grid(clip, latent_scale), self.latent_channels, text_tokens)
    }
}

//! Diffusion transformers and decoders that are called through tables, each a class of diffusers: a program whose catalogue has none of their
//! models carries none of their code.

use std::{fmt, ptr};

use super::clip::{Clip, Frames};
use super::family::Family;
use super::grid::Grid;
use crate::flops::Work;

/// A diffusion transformer over an image or the frames of a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassDit {
    /// The family that it counts as where laws of families are asked.
    pub family: Family,
    /// Frames that it makes; `None` where it makes images.
    pub frames: Option<Frames>,
    /// Networks that the pipeline holds, of which a pass runs one.
    pub experts: u64,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Latent positions along one side of a patch.
    pub patch: u64,
    /// Frames of the latent in a patch.
    pub patch_frames: u64,
    /// The network.
    pub network: &'static dyn DenoiserClass,
}

impl ClassDit {
    const fn grid(&self, clip: Clip, latent_scale: u64) -> Grid {
        let frames = match self.frames {
            Some(frames) => frames.latent(clip.frames).next_multiple_of(self.patch_frames),
            None => 1,
        };
        let rows = clip.size.height as u64 / latent_scale;
        let columns = clip.size.width as u64 / latent_scale;
        let tokens = frames / self.patch_frames * (rows / self.patch) * (columns / self.patch);
        let patch_numbers = self.latent_channels * self.patch_frames * self.patch * self.patch;
        Grid { frames, rows, columns, tokens, patch_numbers }
    }

    /// Tokens that an image or clip becomes, where one latent position covers `latent_scale` pixels.
    pub const fn tokens(&self, clip: Clip, latent_scale: u64) -> u64 {
        self.grid(clip, latent_scale).tokens
    }

    /// Returns the work of a pass over one image or clip and its prompt.
    pub fn pass(&self, clip: Clip, latent_scale: u64, text_tokens: u64) -> Work {
        self.network.pass(&self.grid(clip, latent_scale), self.latent_channels, text_tokens)
    }
}

/// A denoiser, one a class of diffusers.
pub trait DenoiserClass: fmt::Debug + Sync {
    /// Returns the work of a pass over one image or clip and its prompt.
    fn pass(&self, grid: &Grid, latent_channels: u64, text_tokens: u64) -> Work;

    /// Numbers that a block holds at once for each token: the residual stream, and its widest layer before and after the activation.
    fn held_per_token(&self) -> u64;

    /// Attentions of a pass over the tokens, channels of a token and of a head.
    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64);
}

/// A decoder, one a class of diffusers.
pub trait DecoderClass: fmt::Debug + Sync {
    /// Channels of the latent.
    fn latent_channels(&self) -> u64;

    /// Decoding one image or clip of so many frames, from so many rows and columns of the latent.
    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work;
}

/// Networks are constants: the same one is at the same place.
impl PartialEq for dyn DenoiserClass {
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other)
    }
}

impl Eq for dyn DenoiserClass {}

/// As for networks.
impl PartialEq for dyn DecoderClass {
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other)
    }
}

impl Eq for dyn DecoderClass {}

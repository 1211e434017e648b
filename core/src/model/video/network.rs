//! The networks of a model of video, each a class of diffusers. They are called through tables, so that a program without models of video
//! carries none of their code.

use std::{fmt, ptr};

use super::grid::Grid;
use crate::flops::Work;

/// A denoiser of clips, one a class of diffusers.
pub trait VideoNetwork: fmt::Debug + Sync {
    /// Returns the work of a pass over one clip and its prompt.
    fn pass(&self, grid: &Grid, latent_channels: u64, text_tokens: u64) -> Work;

    /// Numbers that a block holds at once for each token: the residual stream, and its widest layer before and after the activation.
    fn held_per_token(&self) -> u64;

    /// Attentions of a pass over the clip's tokens, channels of a token and of a head.
    #[cfg(feature = "how-it-runs")]
    fn attentions(&self) -> (u64, u64, u64);
}

/// A decoder of clips, one a class of diffusers.
pub trait VideoDecoder: fmt::Debug + Sync {
    /// Channels of the latent.
    fn latent_channels(&self) -> u64;

    /// Decoding one clip of so many frames, from so many rows and columns of the latent.
    fn work(&self, frames: u32, rows: u64, columns: u64) -> Work;
}

/// Networks are constants: the same one is at the same place.
impl PartialEq for dyn VideoNetwork {
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other)
    }
}

impl Eq for dyn VideoNetwork {}

/// As for networks.
impl PartialEq for dyn VideoDecoder {
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other)
    }
}

impl Eq for dyn VideoDecoder {}

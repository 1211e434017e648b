//! The denoisers by family.

use super::class_dit::ClassDit;
use super::clip::Clip;
use super::cross_dit::CrossDit;
#[cfg(feature = "how-it-runs")]
use super::cross_dit::SelfAttention;
use super::family::Family;
use super::mmdit::MmDit;
use super::next_dit::NextDit;
use super::unet::UNet;
use crate::flops::Work;

/// The denoiser: the network that a step runs once or, with guidance, twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denoiser {
    /// A multimodal diffusion transformer.
    MmDit(MmDit),
    /// A single-stream diffusion transformer.
    NextDit(NextDit),
    /// A diffusion transformer with cross-attention.
    CrossDit(CrossDit),
    /// A convolutional U-Net with cross-attention.
    UNet(UNet),
    /// A diffusion transformer of a class that no other model shares, over an image or the frames of a clip.
    Class(ClassDit),
}

impl Denoiser {
    /// The family's name in the field.
    pub const fn family(&self) -> Family {
        match self {
            Self::MmDit(_) => Family::MmDit,
            Self::NextDit(_) => Family::NextDit,
            Self::CrossDit(_) => Family::CrossDit,
            Self::UNet(_) => Family::UNet,
            Self::Class(class) => class.family,
        }
    }

    /// Returns the work of a pass over one image or clip, where one latent position covers `latent_scale` pixels, and its prompt.
    pub fn pass(&self, clip: Clip, latent_scale: u64, text_tokens: u64) -> Work {
        let size = clip.size;
        match self {
            Self::MmDit(mmdit) => mmdit.pass(size, latent_scale, text_tokens),
            Self::NextDit(next_dit) => next_dit.pass(size, latent_scale, text_tokens),
            Self::CrossDit(cross_dit) => cross_dit.pass(size, latent_scale, text_tokens),
            Self::UNet(unet) => unet.pass(size, latent_scale, text_tokens),
            Self::Class(class) => class.pass(clip, latent_scale, text_tokens),
        }
    }

    /// Tokens that an image or clip becomes, without padding; `None` for a U-Net, whose maps have several sizes.
    pub const fn image_tokens(&self, clip: Clip, latent_scale: u64) -> Option<u64> {
        let size = clip.size;
        match self {
            Self::MmDit(mmdit) => Some(mmdit.image_tokens(size, latent_scale)),
            Self::NextDit(next_dit) => Some(next_dit.image_tokens(size, latent_scale)),
            Self::CrossDit(cross_dit) => Some(cross_dit.image_tokens(size, latent_scale)),
            Self::UNet(_) => None,
            Self::Class(class) => Some(class.tokens(clip, latent_scale)),
        }
    }

    /// Channels of the latent.
    pub const fn latent_channels(&self) -> u64 {
        match self {
            Self::MmDit(mmdit) => mmdit.latent_channels,
            Self::NextDit(next_dit) => next_dit.latent_channels,
            Self::CrossDit(cross_dit) => cross_dit.latent_channels,
            Self::UNet(unet) => unet.latent_channels,
            Self::Class(class) => class.latent_channels,
        }
    }

    /// Blocks over one sequence of image and text tokens, and the width of that sequence; `None` where there is no such
    /// sequence (cross-attention, U-Nets).
    pub const fn sequence(&self) -> Option<(u64, u64)> {
        match self {
            Self::MmDit(mmdit) => Some((mmdit.joint_blocks + mmdit.single_blocks, mmdit.width)),
            Self::NextDit(next_dit) => Some((next_dit.blocks, next_dit.block.width)),
            Self::CrossDit(_) | Self::UNet(_) | Self::Class(_) => None,
        }
    }

    /// Returns the attention that GPUs can share; `None` for U-Nets, whose maps are no sequence, and for linear attention.
    #[cfg(feature = "how-it-runs")]
    pub fn sequence_parallel(&self) -> Option<SequenceParallel> {
        let (attentions, width, head_width) = match self {
            Self::MmDit(mmdit) => {
                let blocks = mmdit.joint_blocks + mmdit.single_blocks + mmdit.dual_attention_blocks;
                (blocks, mmdit.width, mmdit.head_width)
            }
            Self::NextDit(next_dit) => {
                (next_dit.blocks, next_dit.block.query_width, next_dit.block.head_width)
            }
            Self::CrossDit(dit) if dit.self_attention == SelfAttention::Dense => {
                (dit.blocks, dit.width, dit.head_width)
            }
            Self::CrossDit(_) | Self::UNet(_) => return None,
            Self::Class(class) => class.network.attentions(),
        };
        Some(SequenceParallel { attentions, width, heads: width / head_width })
    }
}

/// Attention over the image's sequence, as GPUs that share it divide it.
#[cfg(feature = "how-it-runs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SequenceParallel {
    /// Attentions of a pass.
    pub attentions: u64,
    /// Channels of a token.
    pub width: u64,
    /// Heads of each attention.
    pub heads: u64,
}

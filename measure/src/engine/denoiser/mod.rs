//! Denoisers, with the parameter names of diffusers.

mod condition;
mod conditioning;
pub mod cross_attention;
mod joint_block;
mod mmdit;
mod patches;
mod position;
mod single_block;
mod unet;

use candle_core::{Result, Tensor};

pub use condition::{Condition, Observe, unobserved};
pub use mmdit::MmDit;
pub use patches::{pack, unpack};
pub use unet::UNet;
use wattpix_core::flops::block::Projection;
use wattpix_core::model::Denoiser as Architecture;
use wattpix_core::model::mmdit::Modulation;

use super::detail::DenoiserDetail;
use super::weights::Weights;

/// A denoiser with its weights.
#[derive(Debug)]
pub enum Denoiser {
    /// A multimodal diffusion transformer.
    MmDit(Box<MmDit>),
    /// A U-Net.
    UNet(Box<UNet>),
}

impl Denoiser {
    /// Reads the denoiser from the root of a checkpoint.
    ///
    /// # Errors
    /// A tensor that the source does not have, or a detail of another family than the architecture.
    pub fn load(weights: &Weights, architecture: &Architecture, detail: DenoiserDetail) -> Result<Self> {
        if !has_blocks_of(architecture) {
            candle_core::bail!("the engine has no blocks of this kind");
        }
        match (architecture, detail) {
            (Architecture::UNet(unet), DenoiserDetail::UNet { groups }) => {
                Ok(Self::UNet(Box::new(UNet::load(weights, unet, groups)?)))
            }
            (Architecture::MmDit(mmdit), _) => {
                Ok(Self::MmDit(Box::new(MmDit::load(weights, mmdit, detail)?)))
            }
            (Architecture::UNet(_), _) => candle_core::bail!("a U-Net needs the detail of a U-Net"),
            (Architecture::NextDit(_) | Architecture::CrossDit(_) | Architecture::Class(_), _) => {
                candle_core::bail!("the engine has no denoiser of this family")
            }
        }
    }

    /// Returns the prediction for `latent` (batch, channels, height, width) at time step `step` (0 to 1000).
    ///
    /// # Errors
    /// A latent that the model does not take, a missing condition, or no memory.
    pub fn forward(
        &self,
        latent: &Tensor,
        step: f64,
        condition: &Condition,
        observe: &mut Observe,
    ) -> Result<Tensor> {
        match self {
            Self::MmDit(mmdit) => mmdit.forward(latent, step, condition, observe),
            Self::UNet(unet) => unet.forward(latent, step, condition, observe),
        }
    }
}

/// True if the engine has the blocks that a denoiser is made of.
fn has_blocks_of(architecture: &Architecture) -> bool {
    match architecture {
        Architecture::MmDit(mmdit) => {
            !mmdit.gated && mmdit.dual_attention_blocks == 0 && mmdit.modulation == Modulation::PerBlock
        }
        Architecture::UNet(unet) => {
            unet.added_features.is_none()
                && unet.guidance_features.is_none()
                && unet.projection == Projection::Linear
                && unet.middle_layers == 1
                && unet.levels.iter().all(|level| level.transformer_layers <= 1)
        }
        Architecture::NextDit(_) | Architecture::CrossDit(_) | Architecture::Class(_) => false,
    }
}

//! Denoisers, with the parameter names of diffusers.

mod conditioning;
pub mod cross_attention;
mod joint_block;
mod mmdit;
mod position;
mod single_block;
mod unet;

use candle_core::{Result, Tensor};

pub use mmdit::MmDit;
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
            (Architecture::NextDit(_) | Architecture::CrossDit(_), _) => {
                candle_core::bail!("the engine has no denoiser of this family")
            }
        }
    }

    /// One pass: the prediction for `latent` (batch, channels, height, width) at time step `step` (0 to 1000).
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

/// Whether the engine has the blocks that a denoiser is made of.
fn has_blocks_of(architecture: &Architecture) -> bool {
    match architecture {
        Architecture::MmDit(mmdit) => {
            !mmdit.gated && mmdit.dual_attention_blocks == 0 && mmdit.modulation == Modulation::PerBlock
        }
        Architecture::UNet(unet) => {
            unet.added_features.is_none()
                && unet.projection == Projection::Linear
                && unet.middle_layers == 1
                && unet.levels.iter().all(|level| level.transformer_layers <= 1)
        }
        Architecture::NextDit(_) | Architecture::CrossDit(_) => false,
    }
}

/// What a denoiser is told besides the latent.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Text states (batch, tokens, width).
    pub text: Tensor,
    /// Which tokens are text: 0 where one is, -∞ where padding is (batch, 1, 1, tokens); none without padding.
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

/// Cuts a latent (batch, channels, height, width) into patches: (batch, patches, channels × side × side), channels
/// slowest, as the packed latents of Flux and Qwen-Image are.
///
/// # Errors
/// Sides that the patch does not divide.
pub fn pack(latent: &Tensor, patch: usize) -> Result<Tensor> {
    let (batch, channels, height, width) = latent.dims4()?;
    let (rows, columns) = (height / patch, width / patch);
    latent
        .reshape(&[batch, channels, rows, patch, columns, patch])?
        .permute([0, 2, 4, 1, 3, 5].as_slice())?
        .reshape((batch, rows * columns, channels * patch * patch))
}

/// The inverse of [`pack`] for a latent of `height` × `width`.
///
/// # Errors
/// Other sides than those that were packed.
pub fn unpack(patches: &Tensor, patch: usize, height: usize, width: usize) -> Result<Tensor> {
    let (batch, _, features) = patches.dims3()?;
    let channels = features / (patch * patch);
    let (rows, columns) = (height / patch, width / patch);
    patches
        .reshape(&[batch, rows, columns, channels, patch, patch])?
        .permute([0, 3, 1, 4, 2, 5].as_slice())?
        .reshape((batch, channels, height, width))
}

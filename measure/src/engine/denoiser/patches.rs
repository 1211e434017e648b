//! A latent cut into patches, and put together again.

use candle_core::{Result, Tensor};

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

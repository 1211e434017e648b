//! Latents of images and clips as denoisers see them.

/// Positions of a latent, and the tokens that a pass makes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Frames of the latent, those included that fill its last patch.
    pub frames: u64,
    /// Rows of the latent.
    pub rows: u64,
    /// Columns of the latent.
    pub columns: u64,
    /// Tokens of the image or clip.
    pub tokens: u64,
    /// Numbers of the latent in a patch.
    pub patch_numbers: u64,
}

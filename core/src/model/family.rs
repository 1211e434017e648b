//! Families of denoisers.

/// Kinds of denoiser whose energy laws are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Multimodal diffusion transformers.
    MmDit,
    /// Single-stream diffusion transformers.
    NextDit,
    /// Diffusion transformers with cross-attention.
    CrossDit,
    /// U-Nets.
    UNet,
    /// Diffusion transformers over the frames of a clip.
    Video,
}

impl Family {
    /// The name in the field.
    pub const fn label(self) -> &'static str {
        match self {
            Self::MmDit => "MMDiT",
            Self::NextDit => "single-stream DiT",
            Self::CrossDit => "cross-attention DiT",
            Self::UNet => "U-Net",
            Self::Video => "video DiT",
        }
    }
}

//! Makers of GPUs.

use crate::error::Choice;

/// A maker of GPUs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Maker {
    /// NVIDIA, whose GPUs were measured and can be metered.
    Nvidia,
    /// AMD.
    Amd,
    /// Intel.
    Intel,
    /// Maker of a described GPU, which the description does not name.
    Unnamed,
}

impl Maker {
    /// The name as the maker writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nvidia => "NVIDIA",
            Self::Amd => "AMD",
            Self::Intel => "Intel",
            Self::Unnamed => "unnamed",
        }
    }

    /// True for a maker none of whose GPUs was fitted.
    pub const fn is_other(self) -> bool {
        matches!(self, Self::Amd | Self::Intel)
    }
}

impl Choice for Maker {
    const ALL: &'static [(&'static str, Self)] =
        &[("nvidia", Self::Nvidia), ("amd", Self::Amd), ("intel", Self::Intel)];
}

//! Effects that the rows of a fit share: of GPU architectures, GPUs, models and sources.

use crate::fit::schema::Feature;

/// Level of the effect that sets all sources of seconds apart.
pub(in crate::regress) const TIMINGS: &str = "sources of seconds only";

/// Subject of an effect, in the order of a law's terms; those of sources come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EffectOf {
    /// A GPU architecture, on time.
    Architecture,
    /// A GPU, on time.
    Gpu,
    /// A GPU, on the logit of the power shares.
    GpuPower,
    /// A model, on time.
    Model,
    /// A source of measurements, on time.
    Source,
}

impl EffectOf {
    /// The feature of its terms.
    pub(super) const fn feature(self) -> Feature {
        match self {
            Self::Architecture => Feature::Architecture,
            Self::Gpu => Feature::Gpu,
            Self::GpuPower => Feature::GpuPower,
            Self::Model => Feature::Model,
            Self::Source => Feature::Source,
        }
    }
}

/// An effect that observations share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effect {
    /// Subject of the effect.
    pub of: EffectOf,
    /// Level: an id, an architecture or a source.
    pub level: String,
}

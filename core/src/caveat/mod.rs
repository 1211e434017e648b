//! Caveats of an estimate: a result with a caveat is usable.

mod text;

use std::fmt;

use crate::error::Key;
use crate::fit::Fit;
use crate::gpu::Gpu;
use crate::model::Model;
use crate::model::Pixels;
#[cfg(feature = "how-it-runs")]
use crate::running::Offload;
use crate::setting::{Boundary, Guidance, Precision};
use crate::transfer::LoadPower;
use crate::words::Words;

/// A caveat of an estimate. [`Caveat::code`] is stable; the message is for people.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Caveat<'a> {
    /// A number outside what the fit's runs covered.
    OutsideFittedRange {
        /// The setting.
        axis: Key,
        /// The one asked for.
        given: u64,
        /// The least and the most that the fit saw.
        seen: [u64; 2],
    },
    /// Guidance on or off when the fit saw only the other.
    GuidanceNotInFit {
        /// The one asked for.
        given: Guidance,
    },
    /// Guidance on, in a model whose authors distilled it to do without.
    DistilledGuidance {
        /// The model.
        model: &'static Model,
    },
    /// A size in whose place diffusers' pipeline runs another.
    SizeMapped {
        /// Size asked for, which the estimate is of.
        asked: Pixels,
        /// Size that the pipeline runs.
        runs: Pixels,
    },
    /// A model that nobody published and the fit did not see.
    CustomArchitecture {
        /// The one asked for.
        model: &'static Model,
    },
    /// The fit's runs were of other models.
    ModelNotInFit {
        /// The one asked for.
        model: &'static Model,
        /// The fit.
        fit: &'a Fit,
    },
    /// The fit's runs were on other GPUs.
    GpuNotInFit {
        /// The one asked for.
        gpu: &'static Gpu,
        /// The GPU from which the data sheets lead there.
        reference: &'static Gpu,
    },
    /// No energy was measured on this GPU: seconds of its runs or its data sheet stand for it.
    GpuByDataSheet {
        /// The one asked for.
        gpu: &'static Gpu,
        /// True if seconds of its runs were fitted.
        timed: bool,
    },
    /// No run at this precision was fitted: it counts at its own rate of the data sheet.
    PrecisionByDataSheet {
        /// The one asked for.
        precision: Precision,
    },
    /// Runs at this precision were fitted, but none of this model.
    PrecisionOfOtherModels {
        /// The one asked for.
        precision: Precision,
        /// The model that was not run at it.
        model: &'static Model,
    },
    /// The paper names the GPU without its variant.
    GpuVariantUnknown {
        /// The card that is taken for it.
        gpu: &'static Gpu,
    },
    /// The paper's name of the GPU fits two; which one it measured was inferred.
    GpuIdentityInferred {
        /// The GPU that is taken for it.
        gpu: &'static Gpu,
    },
    /// The fit's runs were at other precisions.
    PrecisionNotMeasured {
        /// The one asked for.
        precision: Precision,
        /// The precision whose energy it was derived from.
        instead: Precision,
    },
    /// The fit's boundary is the other one.
    BoundaryConverted {
        /// The fit's.
        from: Boundary,
        /// The estimate's.
        to: Boundary,
        /// The powers that the conversion assumes.
        power: LoadPower,
    },
    /// A GPU of a maker none of whose GPUs was fitted.
    OtherMaker {
        /// The one asked for.
        gpu: &'static Gpu,
    },
    /// A GPU that somebody described: its figures are theirs, and some of them may be assumed.
    DescribedGpu {
        /// The one asked for.
        gpu: &'static Gpu,
    },
    /// The weights exceed the card's memory.
    DoesNotFit {
        /// Memory that the weights take, in GB.
        needed_gb: f64,
        /// Memory of the GPU, in GB.
        memory_gb: f64,
        /// The GPU.
        gpu: &'static Gpu,
        /// The precision of the weights.
        precision: Precision,
        /// True if a clip's activations are in the memory needed.
        is_clip: bool,
    },
    /// A compiled run, of which no fit has rows.
    CompiledNotMeasured {
        /// True if the law counts what a compiled graph fuses; else the estimate is that of an eager run.
        counted: bool,
    },
    /// A setting of how the run is set up, of which no fit has rows.
    #[cfg(feature = "how-it-runs")]
    SetUpNotMeasured {
        /// The setting.
        key: Key,
        /// Value of the setting.
        value: SetUpValue,
        /// True if the law counts what it changes; else the estimate is that of a run without it.
        counted: bool,
    },
    /// Reference images that the pipeline resizes.
    #[cfg(feature = "how-it-runs")]
    ReferenceResized {
        /// Size given.
        given: Pixels,
        /// Size that the pipeline encodes, which the estimate is of.
        runs: Pixels,
    },
    /// The weights exceed the GPU's memory although they are stored in a format of their own or wait in the host's memory.
    #[cfg(feature = "how-it-runs")]
    SetUpDoesNotFit {
        /// Memory that the weights take at once, in GB.
        needed_gb: f64,
        /// Memory of the GPU, in GB.
        memory_gb: f64,
        /// The GPU.
        gpu: &'static Gpu,
        /// Format of the weights, as it is called.
        weights: &'static str,
        /// Offloading.
        offload: Offload,
    },
    /// The law takes one energy per operation, whatever the model, GPU and precision.
    SameEverywhere,
    /// The coefficients rest on very few measured configurations.
    FewObservations {
        /// Number of configurations.
        n: u64,
    },
}

/// Value of a setting in a caveat.
#[cfg(feature = "how-it-runs")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SetUpValue {
    /// A word.
    Word(&'static str),
    /// A number.
    Number(f64),
}

impl Caveat<'_> {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutsideFittedRange { .. } | Self::GuidanceNotInFit { .. } => "outside-fitted-range",
            Self::DistilledGuidance { .. } => "distilled-guidance",
            Self::SizeMapped { .. } => "size-mapped",
            #[cfg(feature = "how-it-runs")]
            Self::ReferenceResized { .. } => "size-mapped",
            #[cfg(feature = "how-it-runs")]
            Self::SetUpDoesNotFit { .. } => "does-not-fit",
            #[cfg(feature = "how-it-runs")]
            Self::SetUpNotMeasured { .. } => "effect-not-measured",
            Self::CustomArchitecture { .. } => "custom-architecture",
            Self::ModelNotInFit { .. } => "model-not-in-fit",
            Self::GpuNotInFit { .. } | Self::GpuByDataSheet { .. } => "gpu-not-in-fit",
            Self::GpuVariantUnknown { .. } => "gpu-variant-unknown",
            Self::GpuIdentityInferred { .. } => "gpu-identity-inferred",
            Self::PrecisionNotMeasured { .. }
            | Self::PrecisionByDataSheet { .. }
            | Self::PrecisionOfOtherModels { .. } => "precision-not-measured",
            Self::BoundaryConverted { .. } => "boundary-converted",
            Self::OtherMaker { .. } => "other-maker",
            Self::DescribedGpu { .. } => "described-gpu",
            Self::DoesNotFit { .. } => "does-not-fit",
            Self::CompiledNotMeasured { .. } => "effect-not-measured",
            Self::SameEverywhere => "same-everywhere",
            Self::FewObservations { .. } => "few-observations",
        }
    }

    /// True if the estimate leaves what its fit saw: another model, GPU, precision, or a setting outside the range.
    pub const fn is_extrapolation(&self) -> bool {
        match self {
            Self::OutsideFittedRange { .. }
            | Self::GuidanceNotInFit { .. }
            | Self::CustomArchitecture { .. }
            | Self::ModelNotInFit { .. }
            | Self::GpuNotInFit { .. }
            | Self::GpuByDataSheet { .. }
            | Self::OtherMaker { .. }
            | Self::PrecisionByDataSheet { .. }
            | Self::PrecisionOfOtherModels { .. }
            | Self::PrecisionNotMeasured { .. }
            | Self::CompiledNotMeasured { .. } => true,
            #[cfg(feature = "how-it-runs")]
            Self::SetUpNotMeasured { .. } => true,
            #[cfg(feature = "how-it-runs")]
            Self::ReferenceResized { .. } | Self::SetUpDoesNotFit { .. } => false,
            Self::SizeMapped { .. } => false,
            Self::GpuVariantUnknown { .. }
            | Self::GpuIdentityInferred { .. }
            | Self::BoundaryConverted { .. }
            | Self::DistilledGuidance { .. }
            | Self::DescribedGpu { .. }
            | Self::DoesNotFit { .. }
            | Self::SameEverywhere
            | Self::FewObservations { .. } => false,
        }
    }

    /// Returns the setting that the caveat is about, where it is about one.
    pub const fn axis(&self) -> Option<Key> {
        match self {
            Self::OutsideFittedRange { axis, .. } => Some(*axis),
            Self::GuidanceNotInFit { .. } | Self::DistilledGuidance { .. } => Some(Key::Guidance),
            // The side that differs; where both do, the first.
            Self::SizeMapped { asked, runs } => {
                Some(if asked.width == runs.width { Key::Height } else { Key::Width })
            }
            Self::CustomArchitecture { .. } | Self::ModelNotInFit { .. } => Some(Key::Model),
            Self::GpuNotInFit { .. }
            | Self::GpuByDataSheet { .. }
            | Self::GpuVariantUnknown { .. }
            | Self::GpuIdentityInferred { .. }
            | Self::OtherMaker { .. }
            | Self::DescribedGpu { .. }
            | Self::DoesNotFit { .. } => Some(Key::Gpu),
            Self::PrecisionNotMeasured { .. }
            | Self::PrecisionByDataSheet { .. }
            | Self::PrecisionOfOtherModels { .. } => Some(Key::Precision),
            Self::BoundaryConverted { .. } => Some(Key::Boundary),
            Self::CompiledNotMeasured { .. } => Some(Key::Execution),
            #[cfg(feature = "how-it-runs")]
            Self::SetUpNotMeasured { key, .. } => Some(*key),
            #[cfg(feature = "how-it-runs")]
            Self::ReferenceResized { .. } => Some(Key::ReferenceSize),
            #[cfg(feature = "how-it-runs")]
            Self::SetUpDoesNotFit { .. } => Some(Key::Gpu),
            Self::SameEverywhere | Self::FewObservations { .. } => Some(Key::Fit),
        }
    }
}

/// In English.
impl fmt::Display for Caveat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

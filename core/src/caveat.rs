//! What a reader must know beside a number: a result with a caveat is usable.

use std::fmt;

use crate::error::{Choice, Key};
use crate::fit::Fit;
use crate::gpu::Gpu;
use crate::model::Model;
use crate::present::fixed;
use crate::transfer::LoadPower;
use crate::workload::{Boundary, Guidance, Precision};

/// A caveat of an estimate. [`Caveat::code`] is stable; the message is for people.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Caveat<'a> {
    /// A number outside what the fit's runs covered.
    OutsideFittedRange {
        /// Which one.
        axis: Key,
        /// What was asked.
        given: u64,
        /// The least and the most that the fit saw.
        seen: [u64; 2],
    },
    /// Guidance on or off when the fit saw only the other.
    GuidanceNotInFit {
        /// What was asked.
        given: Guidance,
    },
    /// A model that nobody published and the fit did not see.
    CustomArchitecture {
        /// What was asked.
        model: &'static Model,
    },
    /// The fit's runs were of other models.
    ModelNotInFit {
        /// What was asked.
        model: &'static Model,
        /// The fit.
        fit: &'a Fit,
    },
    /// The fit's runs were on other GPUs.
    GpuNotInFit {
        /// What was asked.
        gpu: &'static Gpu,
        /// The GPU from which the data sheets lead there.
        reference: &'static Gpu,
    },
    /// The paper names the GPU without its variant.
    GpuVariantUnknown {
        /// The card that is taken for it.
        gpu: &'static Gpu,
    },
    /// The fit's runs were at other precisions.
    PrecisionNotMeasured {
        /// What was asked.
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
    /// The weights exceed the card's memory.
    DoesNotFit {
        /// What the weights take, in GB.
        needed_gb: f64,
        /// The card.
        gpu: &'static Gpu,
        /// The precision of the weights.
        precision: Precision,
    },
    /// The coefficients rest on very few measured configurations.
    FewObservations {
        /// How many.
        n: u64,
    },
}

impl Caveat<'_> {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutsideFittedRange { .. } | Self::GuidanceNotInFit { .. } => "outside-fitted-range",
            Self::CustomArchitecture { .. } => "custom-architecture",
            Self::ModelNotInFit { .. } => "model-not-in-fit",
            Self::GpuNotInFit { .. } => "gpu-not-in-fit",
            Self::GpuVariantUnknown { .. } => "gpu-variant-unknown",
            Self::PrecisionNotMeasured { .. } => "precision-not-measured",
            Self::BoundaryConverted { .. } => "boundary-converted",
            Self::DoesNotFit { .. } => "does-not-fit",
            Self::FewObservations { .. } => "few-observations",
        }
    }

    /// Whether the estimate leaves what its fit saw: another model, GPU, precision, or a setting outside the range.
    pub const fn is_extrapolation(&self) -> bool {
        match self {
            Self::OutsideFittedRange { .. }
            | Self::GuidanceNotInFit { .. }
            | Self::CustomArchitecture { .. }
            | Self::ModelNotInFit { .. }
            | Self::GpuNotInFit { .. }
            | Self::PrecisionNotMeasured { .. } => true,
            Self::GpuVariantUnknown { .. }
            | Self::BoundaryConverted { .. }
            | Self::DoesNotFit { .. }
            | Self::FewObservations { .. } => false,
        }
    }

    /// Which setting it is about, where it is about one.
    pub const fn axis(&self) -> Option<Key> {
        match self {
            Self::OutsideFittedRange { axis, .. } => Some(*axis),
            Self::GuidanceNotInFit { .. } => Some(Key::Guidance),
            Self::CustomArchitecture { .. } | Self::ModelNotInFit { .. } => Some(Key::Model),
            Self::GpuNotInFit { .. } | Self::GpuVariantUnknown { .. } | Self::DoesNotFit { .. } => {
                Some(Key::Gpu)
            }
            Self::PrecisionNotMeasured { .. } => Some(Key::Precision),
            Self::BoundaryConverted { .. } => Some(Key::Boundary),
            Self::FewObservations { .. } => Some(Key::Fit),
        }
    }
}

impl fmt::Display for Caveat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutsideFittedRange { axis, given, seen: [least, most] } => {
                let axis = axis.words();
                if least == most {
                    write!(f, "Extrapolated: {axis} {given}, where the fit saw only {least}.")
                } else {
                    write!(f, "Extrapolated: {axis} {given}, where the fit saw {least} to {most}.")
                }
            }
            Self::GuidanceNotInFit { given } => write!(
                f,
                "Extrapolated: guidance {}, where the fit saw only the other; passes are counted exactly.",
                given.name()
            ),
            Self::CustomArchitecture { model } => write!(
                f,
                "{} is nobody's published model: its operations and weights are counted exactly, its energy is extrapolated from \
                 other models.",
                model.label
            ),
            Self::ModelNotInFit { model, fit } => {
                let seen = fit.file().models.join(", ");
                write!(
                    f,
                    "No fit saw {} here: the law of {seen} is applied to its own operation count.",
                    model.label
                )
            }
            Self::GpuNotInFit { gpu, reference } => write!(
                f,
                "No measurement on {} went into this: the energy on {} is scaled by half of what their data sheets \
                 promise. An assumption, not a measurement.",
                gpu.label, reference.label
            ),
            Self::GpuVariantUnknown { gpu } => {
                write!(
                    f,
                    "The paper does not say which variant of the card it used; it is taken for {}.",
                    gpu.label
                )
            }
            Self::PrecisionNotMeasured { precision: Precision::Bf16, instead: Precision::Fp16 } => {
                f.write_str("bf16 was not measured; it is taken to cost what fp16 costs.")
            }
            Self::PrecisionNotMeasured { precision, instead } if precision == instead => write!(
                f,
                "{} was measured on other cards, not on this one; what holds there is taken to hold here.",
                precision.name()
            ),
            Self::PrecisionNotMeasured { precision, instead } => write!(
                f,
                "{} was not measured: {} is scaled by half of what the data sheet promises between the two rates. An \
                 assumption, not a measurement.",
                precision.name(),
                instead.name()
            ),
            Self::BoundaryConverted { from, to, power } => {
                let measured = if power.idle_measured { "measured" } else { "assumed" };
                write!(
                    f,
                    "The fit is {} of idle power; {} assumes {} W under load and {} W at idle ({measured}).",
                    from.name(),
                    to.name(),
                    fixed(power.load.watts(), 0),
                    fixed(power.idle.watts(), 0),
                )
            }
            Self::DoesNotFit { needed_gb, gpu, precision } => write!(
                f,
                "At {} the weights take {} GB and {} has {} GB: without offloading or quantisation it does \
                 not run there, and with them it costs more.",
                precision.name(),
                fixed(*needed_gb, 1),
                gpu.label,
                fixed(gpu.memory_gb, 0),
            ),
            Self::FewObservations { n } => {
                write!(
                    f,
                    "The fit rests on {n} measured configurations only; its interval is wide for that reason."
                )
            }
        }
    }
}
